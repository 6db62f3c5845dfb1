"""Who hears of what: once, in the daily mail, and never of what is not to be seen."""

import pytest

from discussions import actions
from editorial.models import Notification
from editorial.notices.kinds import NoticeKind
from editorial.notices.words import subject
from tests.discussions.factories import (
    WHY,
    book,
    make_crowd,
    make_event,
    passed,
    say,
    shown_reply,
    shown_topic,
    start,
    waiting_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd(db):
    return make_crowd()


@pytest.fixture
def topic(crowd):
    return shown_topic(crowd["author"], crowd["editor"])


def told(person, *kinds):
    found = Notification.objects.filter(recipient=person, retracted_at=None)
    return list(found.filter(kind__in=kinds) if kinds else found)


def test_a_reply_is_told_when_it_shows_and_not_again_until_read(crowd, topic):
    waiting = say(crowd["colleague"], topic)
    assert told(crowd["author"], NoticeKind.REPLY) == []
    passed(waiting, crowd["editor"])
    [notice] = told(crowd["author"], NoticeKind.REPLY)
    assert (notice.awaits_digest, notice.mail_at) == (True, None)
    assert notice.text == "讨论“怎样读到孩子心里”有新回复。"
    for _ in range(5):
        shown_reply(crowd["teacher elsewhere"], topic, crowd["editor"])
    assert told(crowd["author"], NoticeKind.REPLY) == [notice]
    Notification.objects.filter(pk=notice.pk).update(read_at=notice.due_at)
    shown_reply(crowd["teacher elsewhere"], topic, crowd["editor"])
    assert len(told(crowd["author"], NoticeKind.REPLY)) == 2


def test_nobody_is_told_of_own_words(crowd, topic):
    shown_reply(crowd["author"], topic, crowd["editor"], "@虚构甲 我自己。")
    assert told(crowd["author"], NoticeKind.REPLY, NoticeKind.MENTION) == []


def test_who_is_quoted_and_who_is_named(crowd, topic):
    source = shown_reply(crowd["colleague"], topic, crowd["editor"], "我说的一句话。")
    shown_reply(
        crowd["school admin"],
        topic,
        crowd["editor"],
        "@虚构丙 您看呢？",
        quoted_id=source.pk,
        quote="一句话",
    )
    assert len(told(crowd["colleague"], NoticeKind.REPLY)) == 1
    [mention] = told(crowd["teacher elsewhere"], NoticeKind.MENTION)
    assert mention.awaits_digest
    assert "您看呢" not in mention.text


def test_a_mention_is_told_once_however_often_it_is_edited(crowd, topic):
    post = shown_reply(crowd["colleague"], topic, crowd["editor"], "@虚构丙 您看呢？")
    for number in (1, 2):
        actions.edit(
            author=crowd["colleague"],
            contribution_id=post.pk,
            base_number=number,
            text=f"@虚构丙 第{number}次改。",
        )
        passed(post, crowd["editor"])
    assert len(told(crowd["teacher elsewhere"], NoticeKind.MENTION)) == 1


def test_who_may_not_read_the_place_hears_nothing(site_home, crowd):
    event = make_event(crowd["author"], audience="school")
    post = start(crowd["colleague"], ("event", event.pk), text="@虚构丙 您看呢？")
    passed(post, crowd["chief"])
    assert post.versions.get().mentions.count() == 0
    assert told(crowd["teacher elsewhere"]) == []


@pytest.mark.parametrize("what", ["topic", "person"])
def test_muting(crowd, topic, what):
    if what == "topic":
        actions.mute_topic(user=crowd["author"], topic_id=topic.pk, is_muted=True)
    else:
        shown_reply(crowd["colleague"], topic, crowd["editor"])
        Notification.objects.all().delete()
        actions.mute_person(user=crowd["author"], person_id=crowd["colleague"].pk, is_muted=True)
    shown_reply(crowd["colleague"], topic, crowd["editor"], "@虚构甲 您好。")
    assert told(crowd["author"], NoticeKind.REPLY, NoticeKind.MENTION) == []


def test_word_of_what_was_hidden_is_taken_back(crowd, topic):
    post = shown_reply(crowd["colleague"], topic, crowd["editor"], "@虚构丙 您看呢？")
    assert told(crowd["teacher elsewhere"], NoticeKind.MENTION)
    actions.hide(contribution_id=post.pk, by=crowd["editor"], **WHY)
    assert told(crowd["teacher elsewhere"]) == []
    opening = topic.contributions.get(is_opening=True)
    assert told(crowd["author"], NoticeKind.REPLY)
    actions.hide(contribution_id=opening.pk, by=crowd["editor"], **WHY)
    assert told(crowd["author"], NoticeKind.REPLY) == []


def test_authors_hear_of_decisions(crowd, topic):
    refused = say(crowd["colleague"], topic)
    actions.refuse(version_id=waiting_version(refused).pk, by=crowd["editor"], **WHY)
    [notice] = told(crowd["colleague"], NoticeKind.SAID_REFUSED)
    assert notice.text.endswith("和这里谈的无关。请写到另一本书下面。")
    assert notice.mail_at is not None
    assert "虚构编辑" not in notice.text
    [shown] = told(crowd["author"], NoticeKind.SAID_SHOWN)
    assert (shown.mail_at, shown.awaits_digest) == (None, False)
    seen = shown_reply(crowd["colleague"], topic, crowd["editor"])
    actions.report(contribution_id=seen.pk, by=crowd["author"], reason="tone")
    actions.hide(contribution_id=seen.pk, by=crowd["editor"], **WHY)
    assert told(crowd["colleague"], NoticeKind.SAID_HIDDEN)
    assert told(crowd["author"], NoticeKind.REPORT_SETTLED)


def test_the_subject_of_a_mail_about_several_topics(crowd):
    for title in ("给教师的建议", "爱的教育"):
        topic = shown_topic(crowd["author"], crowd["editor"], book(title), title=f"谈{title}")
        shown_reply(crowd["colleague"], topic, crowd["editor"])
    notices = told(crowd["author"], NoticeKind.REPLY)
    for notice in notices:
        notice.scheduled_for = None
    assert subject(notices) == "您有 2 条新消息"
    assert subject(notices[:1]).startswith("讨论“谈")
