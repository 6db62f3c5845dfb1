"""Persons enter the register with their stories, agree, and are merged."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from editorial import actions as road
from editorial.errors import NotPossible, ReviewRefused
from people.actions import withdraw_consent
from people.choices import ConsentScope, Role
from people.models import Consent
from stories.honours.actions import enter_stated, revoke
from stories.models import Exemplar, Honour, HonourWording, Portrayal, StoryHonour
from stories.portraits.actions import (
    enter_portrayed,
    merge_exemplars,
    record_register_consent,
)
from stories.portraits.queries import shown_exemplars, with_portraits
from tests.editorial.factories import approve_all, make_staff
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import (
    agree,
    make_exemplar,
    make_honour,
    publish_story,
    story_draft,
    submit_story,
)

pytestmark = pytest.mark.django_db
GIVEN = date(2025, 9, 1)


@pytest.fixture
def author(site_home):
    return TeacherFactory()


class TestEntering:
    def test_publication_makes_an_entry_with_the_facts_of_the_story(self, author):
        unit = UnitFactory()
        person = TeacherFactory(name="张虚构", unit=unit)
        page = story_draft(
            author, person_unit=unit, person_title="班主任", subject="语文", stage="primary"
        )
        page.honours = [StoryHonour(title="标兵", year=2024)]
        page.save_revision(user=author)
        submit_story(page)
        assert not Exemplar.objects.exists()  # a piece in review is nobody's to see
        approve_all(page, make_staff())
        found = Exemplar.objects.get()
        assert (found.name, found.unit, found.title, found.subject, found.stage, found.account) == (
            "张虚构",
            unit,
            "班主任",
            "语文",
            "primary",
            person,
        )
        assert Portrayal.objects.get().page_id == page.pk
        assert Honour.objects.get().holder == found
        assert [each.pk for each in shown_exemplars()] == [found.pk]

    def test_two_stories_of_one_person_are_one_entry_which_keeps_its_facts(self, author):
        unit, staff = UnitFactory(), make_staff()
        publish_story(story_draft(author, person_unit=unit, person_title="班主任"), staff)
        publish_story(
            story_draft(author, title="又一篇", person_unit=unit, person_title="主任"), staff
        )
        publish_story(story_draft(author, title="同名的", person_unit=UnitFactory()), staff)
        assert list(Exemplar.objects.order_by("pk").values_list("title", "unit")) == [
            ("班主任", unit.pk),
            ("", Exemplar.objects.last().unit_id),
        ]
        assert Exemplar.objects.order_by("pk").first().portrayals.count() == 2

    def test_a_new_version_about_somebody_else_moves_the_story(self, author):
        staff = make_staff()
        page = publish_story(story_draft(author), staff)

        def write(draft):
            draft.person_name = "李虚构"

        road.update_draft(
            author=author, page_id=page.pk, write=write, base_revision_id=page.latest_revision_id
        )
        page.refresh_from_db()
        approve_all(submit_story(page), staff)
        assert Portrayal.objects.get().exemplar.name == "李虚构"
        assert [each.name for each in shown_exemplars()] == ["李虚构"]

    def test_again_changes_nothing(self, author):
        page = publish_story(story_draft(author))
        person = Exemplar.objects.get()
        assert enter_portrayed(page) == person
        assert (Exemplar.objects.count(), Portrayal.objects.count()) == (1, 1)


class TestAgreeing:
    def test_a_person_without_a_story_agrees_and_takes_it_back(self, author):
        chief, person = UserFactory(role=Role.CHIEF_EDITOR), make_exemplar()
        consent = record_register_consent(
            exemplar_id=person.pk, scope=ConsentScope.NAME, given_on=GIVEN, by=chief
        )
        again = record_register_consent(
            exemplar_id=person.pk, scope=ConsentScope.NAME, given_on=GIVEN, by=chief
        )
        assert again == consent
        [shown] = with_portraits(shown_exemplars())
        assert (shown.pk, shown.shows_portrait) == (person.pk, False)
        withdraw_consent(consent_id=consent.pk, by=chief, note="本人来电")
        assert not shown_exemplars().exists()

    def test_a_namesake_cannot_stand_on_the_same_consent(self, author):
        chief = UserFactory(role=Role.CHIEF_EDITOR)
        one, other = make_exemplar(), make_exemplar(unit=UnitFactory())
        facts = {"scope": ConsentScope.NAME, "given_on": GIVEN, "by": chief}
        record_register_consent(exemplar_id=one.pk, **facts)
        with pytest.raises(ValidationError, match="同名"):
            record_register_consent(exemplar_id=other.pk, **facts)
        assert [each.pk for each in shown_exemplars()] == [one.pk]

    @pytest.mark.parametrize("role", [Role.TEACHER, Role.EDITOR, Role.SCHOOL_ADMIN])
    def test_others_record_none(self, author, role):
        with pytest.raises(PermissionDenied):
            record_register_consent(
                exemplar_id=make_exemplar().pk,
                scope=ConsentScope.NAME,
                given_on=GIVEN,
                by=UserFactory(role=role),
            )
        assert not Consent.objects.exists()

    def test_a_day_to_come_is_refused_and_leaves_nothing(self, author):
        with pytest.raises(ValidationError):
            record_register_consent(
                exemplar_id=make_exemplar().pk,
                scope=ConsentScope.NAME,
                given_on=timezone.localdate() + timedelta(days=1),
                by=UserFactory(role=Role.CHIEF_EDITOR),
            )
        assert not Portrayal.objects.exists()


class TestMerging:
    def test_stories_honours_and_facts_go_to_the_one_that_stays(self, author):
        editor = UserFactory(role=Role.EDITOR)
        into, gone = make_exemplar("张虚构"), make_exemplar("张虚构", subject="语文")
        page = publish_story(story_draft(author))
        # The publication joined the story to the first of them.
        Portrayal.objects.update(exemplar=gone)
        official = make_honour(into, "标兵", year=2024)
        enter_stated(holder=gone, rows=[StoryHonour(title="能手", year=2023)])
        twin = make_honour(gone, "标兵", year=2024, basis="stated")
        HonourWording.objects.create(honour=twin, key="好标兵", year=2024)
        merge_exemplars(into_id=into.pk, from_id=gone.pk, by=editor)
        into.refresh_from_db()
        assert Exemplar.objects.get() == into
        assert into.subject == "语文"
        assert into.portrayals.get().page_id == page.pk
        assert set(into.honours.values_list("title", "basis")) == {
            ("标兵", "document"),
            ("能手", "stated"),
        }
        assert HonourWording.objects.get(key="好标兵").honour == official

    def test_what_was_verified_stays_whichever_way_one_merges(self, author):
        editor = UserFactory(role=Role.EDITOR)
        into, gone = make_exemplar("张虚构"), make_exemplar("张虚构")
        make_honour(into, "标兵", year=2024, basis="stated")
        official = make_honour(gone, "标兵", year=2024)
        merge_exemplars(into_id=into.pk, from_id=gone.pk, by=editor)
        assert into.honours.get() == official

    def test_a_revocation_is_not_merged_away(self, author):
        chief = UserFactory(role=Role.CHIEF_EDITOR)
        into, gone = make_exemplar("张虚构"), make_exemplar("张虚构")
        make_honour(into, "标兵", year=2024)
        revoke(honour_id=make_honour(gone, "标兵", year=2024).pk, by=chief, reason="材料重复")
        with pytest.raises(NotPossible, match="撤销记录"):
            merge_exemplars(into_id=into.pk, from_id=gone.pk, by=chief)
        assert Exemplar.objects.count() == 2

    def test_refused_for_others_for_one_entry_and_for_two_accounts(self, author):
        editor = UserFactory(role=Role.EDITOR)
        one = make_exemplar(account=TeacherFactory())
        two = make_exemplar(account=TeacherFactory())
        with pytest.raises(ReviewRefused):
            merge_exemplars(into_id=one.pk, from_id=two.pk, by=UserFactory(role=Role.TEACHER))
        for into, gone in ((one.pk, two.pk), (one.pk, one.pk), (one.pk, 0)):
            with pytest.raises(NotPossible):
                merge_exemplars(into_id=into, from_id=gone, by=editor)

    def test_both_on_one_page_keeps_one(self, author):
        into, gone = make_exemplar("张虚构"), make_exemplar("张虚构二")
        agree(into)
        agree(gone)
        merge_exemplars(into_id=into.pk, from_id=gone.pk, by=UserFactory(role=Role.EDITOR))
        assert Portrayal.objects.get().exemplar == into
