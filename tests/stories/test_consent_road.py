"""A person portrayed changes their mind: by every channel, at every step, at the same moment."""

import importlib
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from editorial import actions
from editorial.actions.consent import record_declared_consents, withdraw_for_consent
from editorial.consents import consent_findings
from editorial.enums import State, Verdict
from editorial.errors import ChecksFailed
from editorial.models import Decision, Notification
from editorial.queries import standing_of
from people.actions import expire_consents, withdraw_consent
from people.choices import Role
from people.models import Consent
from stories.models import StoryPage
from tests.editorial.factories import approve_all, log_draft, make_staff, waiting_state
from tests.editorial.factories import publish as publish_log
from tests.editorial.test_concurrency import at_once
from tests.leaks import STORY_CHANNELS, Piece, channels_showing
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.stories.factories import publish_story, story_draft, submit_story

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "素瓷般的黄昏"
DAY = timedelta(days=1)


@pytest.fixture
def person():
    return TeacherFactory(name="张虚构", unit=UnitFactory())


@pytest.fixture
def author(site_home):
    return TeacherFactory(email="author@example.cn")


def withdrawals(page):
    return list(Decision.objects.filter(page_id=page.pk, verdict=Verdict.WITHDRAW))


def test_what_the_person_takes_back_is_gone_from_every_channel(author, person):
    call_command("update_index", verbosity=0)
    image = ImageFactory(uploaded_by_user=author, alt_text="只有这个故事用的照片")
    page = publish_story(
        story_draft(author, title=f"{WORDS}的故事", person_unit=person.unit, cover=image)
    )
    piece, address = Piece(page, WORDS, image), page.get_url()
    clients = {"visitor": Client(), "colleague": Client()}
    clients["colleague"].force_login(UserFactory(role=Role.TEACHER))
    seen = {name: channels_showing(client, piece) for name, client in clients.items()}
    assert seen == dict.fromkeys(clients, STORY_CHANNELS)

    at_desk = Client()
    at_desk.force_login(person)
    assert WORDS in at_desk.get("/my/consents/").content.decode()
    consent = Consent.objects.get(person=person)
    answer = at_desk.post("/my/consents/", {"consent": consent.pk, "note": ""})
    assert (answer.status_code, answer.url) == (302, "/my/consents/")

    seen = {name: channels_showing(client, piece) for name, client in clients.items()}
    assert seen == {name: set() for name in clients}
    for client in (*clients.values(), at_desk):
        gone = client.get(address)
        assert gone.status_code == 410
        assert WORDS not in gone.content.decode()
    assert WORDS not in at_desk.get("/my/consents/").content.decode()

    [decision] = withdrawals(page)
    assert (decision.decided_by, decision.comment) == (person, "张虚构撤回了公开的同意。")
    told = Notification.objects.get(decision=decision)
    assert told.recipient.email == "author@example.cn"
    assert "已经撤稿" in told.text


def test_taken_back_during_review_the_review_goes_on_and_the_rule_bars_it(author):
    page = submit_story(story_draft(author))
    withdraw_consent(consent_id=page.consents.get().pk, by=author, note="本人来电")
    assert standing_of(page).state == State.IN_REVIEW
    assert withdrawals(page) == []
    version = waiting_state(page).revision.as_object()
    [problem] = consent_findings(version, timezone.localdate())
    assert (problem.place, problem.is_blocking) == ("consent_date", True)


def test_a_new_version_in_review_stays_there_when_the_old_one_is_taken_down(author):
    page = publish_story(story_draft(author))

    def write(draft):
        draft.summary = "改过的摘要。"

    actions.update_draft(
        author=author, page_id=page.pk, write=write, base_revision_id=page.latest_revision_id
    )
    submit_story(page)
    assert page.consents.count() == 1
    withdraw_consent(consent_id=page.consents.get().pk, by=author, note="本人来电")
    page.refresh_from_db()
    assert (page.live, standing_of(page).state) == (False, State.IN_REVIEW)
    assert len(withdrawals(page)) == 1


def test_a_scheduled_piece_does_not_go_out(author):
    page = story_draft(author)
    page.go_live_at = timezone.now() + timedelta(hours=2)
    page.save_revision(user=author)
    page = publish_story(page)
    assert (page.live, page.approved_schedule) == (False, True)
    withdraw_consent(consent_id=page.consents.get().pk, by=author, note="本人来电")
    page = StoryPage.objects.get(pk=page.pk)
    assert (page.approved_schedule, len(withdrawals(page))) == (False, 1)
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_back_to_the_public_with_a_newer_consent_only(author):
    staff = make_staff()
    page = publish_story(story_draft(author), staff)
    consent = page.consents.get()
    withdraw_consent(consent_id=consent.pk, by=author, note="来电", on=date(2025, 9, 3))

    def hand_in(given_on):
        def write(draft):
            draft.consent_date = given_on

        page.refresh_from_db()
        actions.update_draft(
            author=author, page_id=page.pk, write=write, base_revision_id=page.latest_revision_id
        )
        page.refresh_from_db()
        return page.get_latest_revision_as_object().missing_for_submission()

    assert list(hand_in(date(2025, 9, 3))) == ["consent_date"]
    assert hand_in(date(2025, 9, 4)) == {}
    approve_all(submit_story(page), staff)
    page.refresh_from_db()
    assert page.live
    assert [c.withdrawn_on for c in page.consents.order_by("pk")] == [date(2025, 9, 3), None]
    # The old row, withdrawn once, takes nothing down a second time.
    withdraw_consent(consent_id=consent.pk, by=author, note="再来一次")
    page.refresh_from_db()
    assert page.live


def test_a_consent_that_runs_out_takes_the_story_down_and_a_renewed_one_does_not(author):
    today = timezone.localdate()
    pages = {
        name: publish_story(story_draft(author, person_name=name, consent_expires=today))
        for name in ("张虚构", "李虚构")
    }
    endless = publish_story(story_draft(author, person_name="王虚构"))
    assert expire_consents() == 0
    renewed = pages["李虚构"].get_latest_revision_as_object()
    renewed.consent_expires = today + 30 * DAY
    record_declared_consents(renewed, author)
    for _ in range(2):
        assert expire_consents(on=today + DAY) == 1
    live = StoryPage.objects.live().values_list("pk", flat=True)
    assert set(live) == {pages["李虚构"].pk, endless.pk}
    [decision] = withdrawals(pages["张虚构"])
    assert decision.comment == f"张虚构的同意到{today.isoformat()}为止，已自动撤下。"
    assert decision.decided_by == author
    assert Client().get(pages["张虚构"].get_url()).status_code == 410


def test_a_consent_for_a_page_that_is_no_piece_changes_nothing(site_home):
    assert withdraw_for_consent(page_id=site_home.pk, by=None, note="无") is None
    assert withdraw_for_consent(page_id=0, by=None, note="无") is None
    site_home.refresh_from_db()
    assert site_home.live


def test_a_chief_editor_still_withdraws_through_the_same_door(author):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    page = publish_log(log_draft(author))
    actions.withdraw(page_id=page.pk, chief=chief, comment="书名有误")
    [decision] = withdrawals(page)
    assert (decision.decided_by, decision.comment) == (chief, "书名有误")


class TestAtTheSameMoment:
    def test_four_withdrawals_take_the_story_down_once(self, author):
        page = publish_story(story_draft(author))
        consent = page.consents.get()
        results = at_once(
            [lambda: withdraw_consent(consent_id=consent.pk, by=author, note="来电")] * 4
        )
        assert [result for result in results if isinstance(result, Exception)] == []
        assert len(withdrawals(page)) == 1

    def test_the_same_declared_five_times_is_one_row(self, author):
        page = submit_story(story_draft(author))
        version = page.get_latest_revision_as_object()
        Consent.objects.all().delete()
        results = at_once([lambda: record_declared_consents(version, author)] * 5)
        assert [result for result in results if isinstance(result, Exception)] == []
        assert Consent.objects.count() == 1

    @pytest.mark.parametrize("attempt", range(5))
    def test_a_withdrawal_during_the_last_approval_leaves_nothing_public(self, author, attempt):
        """Either order is right: barred before, or taken down after; never public."""
        staff = make_staff()
        page = submit_story(story_draft(author))
        approve_all(page, staff, ("first", "second"))
        state, consent = waiting_state(page), page.consents.get()

        def approve():
            actions.approve(
                task_state_id=state.pk, reviewer=staff.chief, revision_id=state.revision_id
            )

        def withdraw():
            withdraw_consent(consent_id=consent.pk, by=author, note="来电")

        approved, withdrawn = at_once([approve, withdraw])
        assert approved is None or isinstance(approved, ChecksFailed)
        assert withdrawn is None
        page.refresh_from_db()
        version = page.get_latest_revision_as_object()
        assert [p.place for p in consent_findings(version, timezone.localdate())] == [
            "consent_date"
        ]
        assert page.live is False
        assert (withdrawals(page) == []) == isinstance(approved, ChecksFailed)


def test_stories_public_before_there_were_rows_get_theirs(author, person):
    page = publish_story(story_draft(author, person_unit=person.unit))
    unfit = publish_story(story_draft(author, person_name="李虚构"))
    StoryPage.objects.filter(pk=unfit.pk).update(consent_expires=date(2025, 8, 1))
    story_draft(author, title="草稿不算", person_name="王虚构")
    Consent.objects.all().delete()
    migration = importlib.import_module("stories.migrations.0004_record_consents")
    for _ in range(2):
        migration.record_consents(apps, SimpleNamespace(connection=connection))
    rows = Consent.objects.order_by("page").values_list(
        "page", "person_name", "person", "scope", "given_on", "expires_on", "recorded_by"
    )
    day = date(2025, 9, 1)
    assert list(rows) == [
        (page.pk, "张虚构", person.pk, "photo", day, None, author.pk),
        (unfit.pk, "李虚构", None, "photo", day, None, author.pk),
    ]
    withdraw_consent(consent_id=page.consents.get().pk, by=person)
    assert not Page.objects.get(pk=page.pk).live
