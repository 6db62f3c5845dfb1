"""What the checks find stops an author, and a reviewer who says nothing about it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from editorial import actions
from editorial.enums import State, Step, Verdict
from editorial.errors import ChecksFailed
from editorial.models import Decision, QueueEntry
from editorial.queries import standing_of
from people.actions import withdraw_consent
from tests.editorial.checks.word_factories import make_word
from tests.editorial.factories import REVIEW, approve_all, decide_at, log_draft, make_staff
from tests.people.factories import TeacherFactory
from tests.stories.factories import story_draft, submit_story

pytestmark = pytest.mark.django_db

CARD = "11010519491231002X"  # the example of GB 11643-1999
WITH_CARD = [("paragraph", f"{REVIEW}<p>我的号码是{CARD}。</p>")]


@pytest.fixture
def author(site_home):
    return TeacherFactory()


def test_personal_data_keeps_a_piece_from_being_handed_in(author):
    page = log_draft(author, body=WITH_CARD)
    with pytest.raises(ChecksFailed, match="身份证") as failed:
        actions.submit(page_id=page.pk, author=author)
    assert [finding.is_blocking for finding in failed.value.findings] == [True]
    assert CARD not in str(failed.value)
    assert standing_of(page).state == State.DRAFT


def test_the_desk_leads_to_what_was_found(client, author):
    page = log_draft(author, body=WITH_CARD)
    client.force_login(author)
    check = reverse("editorial:check", args=[page.pk])
    for sent in ({}, {"confirmed": "1"}):
        answer = client.post(reverse("editorial:submit", args=[page.pk]), sent)
        assert answer.url == check
    shown = client.get(check).content.decode()
    assert "有几处须改" in shown
    links = set(re.findall(r'href="#(place-[^"]+)"', shown))
    assert links
    assert links <= set(re.findall(r'id="(place-[^"]+)"', shown)), "each finding leads to its place"
    assert CARD not in shown
    assert "就这样送审" not in shown
    assert standing_of(page).state == State.DRAFT


def test_a_word_that_was_forbidden_later_asks_the_reviewer_for_an_opinion(author):
    staff = make_staff()
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    make_word("讲台的样子")
    with pytest.raises(ChecksFailed):
        actions.approve(**decide_at(page, staff.first), comment="同意。")
    with pytest.raises(ChecksFailed):
        actions.approve(**decide_at(page, staff.first), despite_findings=True)
    actions.approve(
        **decide_at(page, staff.first), despite_findings=True, comment="书里的原话，可以保留。"
    )
    decision = Decision.objects.get(verdict=Verdict.APPROVE)
    assert decision.findings[0]["severity"] == "block"
    assert standing_of(page).step == Step.SECOND


def test_the_reviewer_sees_it_and_sends_the_opinion_over_http(client, author):
    staff = make_staff()
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    make_word("讲台的样子")
    entry = QueueEntry.objects.get()
    address = reverse("reviews:review", args=[entry.pk])
    client.force_login(staff.first)
    assert "我看过“须改”的几处" in client.get(address).content.decode()
    sent = {"decision": "approve", "revision": entry.revision_id}
    assert client.post(address, sent).status_code == 409
    answer = client.post(address, sent | {"despite_findings": "on"})
    assert answer.status_code == 422
    assert "请写明这几处为什么可以保留" in answer.content.decode()
    answer = client.post(address, sent | {"despite_findings": "on", "comment": "可以保留。"})
    assert answer.url == reverse("reviews:queue")


def test_a_consent_that_was_taken_back_lets_nobody_through(author):
    staff = make_staff()
    page = submit_story(story_draft(author))
    approve_all(page, staff, ("first", "second"))
    withdraw_consent(consent_id=page.consents.get().pk, by=author, note="本人来电")
    with pytest.raises(ChecksFailed):
        actions.approve(**decide_at(page, staff.chief), despite_findings=True, comment="仍然通过。")
    assert type(page).objects.get(pk=page.pk).live is False


def test_a_stored_time_in_the_past_is_no_way_round(client, author):
    staff = make_staff()
    page = log_draft(author)
    actions.submit(page_id=page.pk, author=author)
    approve_all(page, staff, ("first", "second"))
    entry = QueueEntry.objects.get()
    client.force_login(staff.chief)
    past = timezone.localtime(timezone.now() - timedelta(hours=1))
    answer = client.post(
        reverse("reviews:review", args=[entry.pk]),
        {
            "decision": "approve",
            "revision": entry.revision_id,
            "go_live_at": past.strftime("%Y-%m-%dT%H:%M"),
        },
    )
    assert answer.status_code == 422
    assert "发布时间要晚于现在" in answer.content.decode()
    assert type(page).objects.get(pk=page.pk).live is False
