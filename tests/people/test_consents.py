"""Consents: who may record them and take them back, and how long they hold."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from people import actions
from people.choices import ConsentScope, ConsentState, Role, UnitKind
from people.models import Consent, ConsentSettings
from people.queries import consents_open_to
from people.signals import consent_expired, consent_withdrawn
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
GIVEN = TODAY - 30 * DAY


@pytest.fixture
def author():
    return TeacherFactory()


@pytest.fixture
def page(author):
    return new_page(slug="one", owner=author)


def new_page(**fields):
    return Page.objects.get(depth=1).add_child(title="虚构的页面", live=False, **fields)


def record(page, **values):
    given = {
        "page": page,
        "person_name": "张虚构",
        "scope": ConsentScope.PHOTO,
        "given_on": GIVEN,
    }
    return actions.record_consent(**given | values)


@pytest.fixture
def heard():
    """What the signals announced, in order."""
    announced = []

    def withdrawn(consent, by, **kwargs):
        announced.append(("withdrawn", consent.pk, by))

    def expired(consent, **kwargs):
        announced.append(("expired", consent.pk))

    consent_withdrawn.connect(withdrawn)
    consent_expired.connect(expired)
    yield announced
    consent_withdrawn.disconnect(withdrawn)
    consent_expired.disconnect(expired)


class TestRecording:
    def test_it_keeps_what_was_agreed_and_by_which_wording(self, page, author):
        ConsentSettings.objects.create(form_version="虚构版甲")
        consent = record(page, person_name=" 张  虚构 ", expires_on=TODAY, by=author)
        consent.refresh_from_db()
        assert (consent.person_name, consent.scope) == ("张 虚构", "photo")
        assert (consent.given_on, consent.expires_on) == (GIVEN, TODAY)
        assert (consent.form_version, consent.recorded_by) == ("虚构版甲", author)
        assert ModelLogEntry.objects.get(action="people.consent.record").user == author

    def test_the_same_again_changes_nothing_and_anything_new_is_a_row(self, page):
        first = record(page)
        assert record(page) == first
        assert record(page, scope=ConsentScope.NAME) != first
        assert record(page, given_on=GIVEN + DAY) != first
        assert record(page, person_name="李虚构") != first
        assert Consent.objects.count() == 4

    def test_a_shorter_last_day_counts_though_a_longer_one_was_declared_before(self, page):
        record(page)
        record(page, expires_on=TODAY - DAY)
        assert Consent.objects.lapsed(TODAY).count() == 1
        record(page)
        assert Consent.objects.lapsed(TODAY).count() == 0

    def test_a_date_of_before_does_not_revive_what_was_withdrawn(self, page):
        consent = record(page)
        actions.withdraw_consent(consent_id=consent.pk, by=None, note="来信")
        assert record(page).withdrawn_on == TODAY

    @pytest.mark.parametrize("namesakes", [0, 1, 2])
    def test_an_account_is_linked_only_if_it_can_be_no_other(self, page, namesakes):
        unit = UnitFactory()
        TeacherFactory(name="张虚构")
        TeacherFactory(name="张虚构", unit=unit, is_active=False)
        users = [TeacherFactory(name="张虚构", unit=unit) for _ in range(namesakes)]
        consent = record(page, unit=unit)
        assert consent.person == (users[0] if namesakes == 1 else None)
        assert record(page, given_on=TODAY).person is None

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"given_on": TODAY + DAY}, "given_on"),
            ({"expires_on": GIVEN - DAY}, "__all__"),
            ({"scope": "everything"}, "scope"),
            ({"person_name": "  "}, "person_name"),
        ],
    )
    def test_wrong_values_are_refused(self, page, values, field):
        with pytest.raises(ValidationError) as refused:
            record(page, **values)
        assert list(refused.value.message_dict) == [field]

    def test_others_may_not_record_for_the_author(self, page, author):
        for role in (Role.TEACHER, Role.EDITOR):
            with pytest.raises(PermissionDenied):
                record(page, by=UserFactory(role=role))
        for by in (author, UserFactory(role=Role.CHIEF_EDITOR), UserFactory(role=Role.SITE_ADMIN)):
            assert record(page, by=by).person_name == "张虚构"


def people_around(author):
    """Everybody who might ask, by name; the person teaches in ``own``, below ``above``."""
    above = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL)
    own = UnitFactory(parent=above)
    return own, {
        "person": TeacherFactory(name="张虚构", unit=own),
        "recorder": author,
        "colleague": TeacherFactory(unit=own),
        "school": SchoolAdminFactory(unit=own),
        "school above": SchoolAdminFactory(unit=above),
        "other school": SchoolAdminFactory(),
        "editor": UserFactory(role=Role.EDITOR),
        "chief": UserFactory(role=Role.CHIEF_EDITOR),
        "operator": UserFactory(role=Role.SITE_ADMIN),
        "inactive chief": UserFactory(role=Role.CHIEF_EDITOR, is_active=False),
        "host": UserFactory(role=Role.WORKSHOP_HOST),
    }


MAY = {"person", "recorder", "school", "school above", "chief", "operator"}


class TestWithdrawing:
    def test_who_may(self, page, author):
        unit, people = people_around(author)
        allowed = set()
        for name, user in people.items():
            with transaction.atomic():
                consent = record(page, unit=unit, by=author)
                assert consent.person == people["person"]
                try:
                    actions.withdraw_consent(consent_id=consent.pk, by=user, note="本人提出")
                except PermissionDenied:
                    assert Consent.objects.withdrawn().count() == 0
                else:
                    allowed.add(name)
                transaction.set_rollback(True)
        assert allowed == MAY

    def test_who_sees_it_on_the_desk(self, page, author):
        unit, people = people_around(author)
        record(page, unit=unit, by=author)
        sees = {name for name, user in people.items() if consents_open_to(user).exists()}
        assert sees == MAY - {"chief", "operator"}

    def test_without_an_account_the_named_units_administrator_speaks_for_the_person(self, page):
        unit = UnitFactory()
        consent = record(page, unit=unit)
        assert consent.person is None
        school, other = SchoolAdminFactory(unit=unit), SchoolAdminFactory()
        with pytest.raises(PermissionDenied):
            actions.withdraw_consent(consent_id=consent.pk, by=other, note="本人提出")
        assert not consents_open_to(other).exists()
        assert consents_open_to(school).get() == consent
        actions.withdraw_consent(consent_id=consent.pk, by=school, note="本人提出")

    def test_it_is_kept_with_day_person_and_words_and_announced_once(self, page, author, heard):
        consent = record(page, by=author)
        day = GIVEN + DAY
        for note in ("来信", "再来一次"):
            actions.withdraw_consent(consent_id=consent.pk, by=author, note=note, on=day)
        consent.refresh_from_db()
        assert (consent.withdrawn_on, consent.withdrawn_by) == (day, author)
        assert consent.withdrawal_note == "来信"
        assert timezone.localdate(consent.withdrawn_at) == TODAY
        assert heard == [("withdrawn", consent.pk, author)]
        assert ModelLogEntry.objects.filter(action="people.consent.withdraw").count() == 1

    def test_all_the_person_gave_for_the_page_ends_and_nothing_else(self, page, author, heard):
        elsewhere = new_page(slug="two")
        older, newer = record(page), record(page, given_on=GIVEN + DAY)
        kept = {record(page, person_name="李虚构"), record(elsewhere)}
        actions.withdraw_consent(consent_id=older.pk, by=None, note="来信")
        assert set(Consent.objects.withdrawn()) == {older, newer}
        assert set(Consent.objects.in_force(TODAY)) == kept
        assert heard == [("withdrawn", older.pk, None)]

    def test_only_the_person_owes_no_reason(self, page, author):
        unit, people = people_around(author)
        consent = record(page, unit=unit, by=author)
        for name in ("recorder", "chief", "school"):
            with pytest.raises(ValidationError) as refused:
                actions.withdraw_consent(consent_id=consent.pk, by=people[name], note="  ")
            assert refused.value.message_dict == {"note": ["请写明本人是怎样提出撤回的。"]}
        actions.withdraw_consent(consent_id=consent.pk, by=people["person"])

    @pytest.mark.parametrize("on", [GIVEN - DAY, TODAY + DAY])
    def test_the_day_lies_between_the_consent_and_today(self, page, on):
        consent = record(page)
        with pytest.raises(ValidationError) as refused:
            actions.withdraw_consent(consent_id=consent.pk, by=None, note="来信", on=on)
        assert list(refused.value.message_dict) == ["on"]

    def test_an_unknown_one(self):
        with pytest.raises(ValidationError, match="找不到这份同意记录"):
            actions.withdraw_consent(consent_id=0, by=None, note="来信")

    def test_a_receiver_that_fails_undoes_it(self, page):
        consent = record(page)

        def fail(**kwargs):
            raise RuntimeError("no")

        consent_withdrawn.connect(fail)
        try:
            with pytest.raises(RuntimeError):
                actions.withdraw_consent(consent_id=consent.pk, by=None, note="来信")
        finally:
            consent_withdrawn.disconnect(fail)
        consent.refresh_from_db()
        assert consent.withdrawn_on is None


class TestHolding:
    @pytest.mark.parametrize(
        ("given_on", "expires_on", "withdrawn_on", "on", "holds", "state"),
        [
            (GIVEN, None, None, TODAY, True, ConsentState.IN_FORCE),
            (GIVEN, None, None, GIVEN - DAY, False, ConsentState.IN_FORCE),
            (GIVEN, TODAY, None, TODAY, True, ConsentState.IN_FORCE),
            (GIVEN, TODAY, None, TODAY + DAY, False, ConsentState.EXPIRED),
            (GIVEN, None, TODAY, TODAY, False, ConsentState.WITHDRAWN),
            (GIVEN, TODAY - DAY, TODAY - DAY, TODAY, False, ConsentState.WITHDRAWN),
        ],
    )
    def test_in_force_and_state(self, page, given_on, expires_on, withdrawn_on, on, holds, state):
        consent = record(page, given_on=given_on, expires_on=expires_on)
        if withdrawn_on:
            actions.withdraw_consent(consent_id=consent.pk, by=None, note="信", on=withdrawn_on)
        consent.refresh_from_db()
        assert Consent.objects.in_force(on).exists() == holds
        assert consent.state(on) == state
        assert Consent.objects.expired(on).exists() == (state == ConsentState.EXPIRED)

    @pytest.mark.parametrize(
        "values",
        [
            {"expires_on": GIVEN - DAY},
            {"withdrawn_on": TODAY},
            {"withdrawn_at": timezone.now()},
            {"withdrawal_note": "没有撤回的撤回说明"},
            {"withdrawn_on": GIVEN - DAY, "withdrawn_at": timezone.now()},
        ],
    )
    def test_the_database_refuses_halves(self, page, values):
        consent = record(page)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(**values)

    def test_the_record_outlives_its_page(self, page):
        consent = record(page)
        Page.objects.get(pk=page.pk).delete()
        [kept] = Consent.objects.for_lists()
        assert (kept, kept.page_id, kept.page) == (consent, page.pk, None)

    def test_expiry_is_announced_until_somebody_renews(self, page, heard, capsys):
        consent = record(page, expires_on=TODAY - DAY)
        record(page, person_name="李虚构", expires_on=TODAY)
        withdrawn = record(page, person_name="王虚构", expires_on=TODAY - DAY)
        actions.withdraw_consent(consent_id=withdrawn.pk, by=None, note="来信")
        heard.clear()
        assert actions.expire_consents() == 1
        assert heard == [("expired", consent.pk)]
        record(page, given_on=TODAY)
        call_command("expire_consents")
        assert capsys.readouterr().out == "到期未续的同意：0 份。\n"
        assert heard == [("expired", consent.pk)]
