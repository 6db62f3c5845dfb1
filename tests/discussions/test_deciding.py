"""What editors decide, who may, and what stays of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from discussions import actions
from discussions.enums import State, Verdict
from discussions.models import ModerationEntry, Report
from editorial.errors import Conflict, NotPossible, ReviewRefused
from people.roles import Role
from tests.discussions.factories import (
    WHY,
    again,
    book,
    make_crowd,
    make_event,
    make_workshop,
    passed,
    say,
    set_rule,
    shown_reply,
    shown_topic,
    start,
    waiting_version,
)
from tests.people.factories import TeacherFactory, UserFactory, delete_account

pytestmark = pytest.mark.django_db
EVERYBODY = [
    "author",
    "colleague",
    "teacher elsewhere",
    "school admin",
    "host",
    "editor",
    "chief",
    "site admin",
    "superuser",
]
DECIDERS = {"editor", "chief"}


@pytest.fixture
def crowd(db):
    return make_crowd()


@pytest.fixture
def topic(crowd):
    return shown_topic(crowd["author"], crowd["second editor"])


def allowed(act):
    """Whether an action went through."""
    try:
        act()
    except ReviewRefused:
        return False
    return True


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("verb", ["approve", "refuse", "hide", "keep", "lock", "move"])
def test_who_decides(crowd, topic, who, verb):
    by = crowd[who]
    waiting = say(crowd["author"], topic)
    seen = shown_reply(crowd["author"], topic, crowd["second editor"])
    actions.report(contribution_id=seen.pk, by=crowd["colleague"], reason="tone")
    act = {
        "approve": lambda: actions.approve(version_id=waiting_version(waiting).pk, by=by),
        "refuse": lambda: actions.refuse(version_id=waiting_version(waiting).pk, by=by, **WHY),
        "hide": lambda: actions.hide(contribution_id=seen.pk, by=by, **WHY),
        "keep": lambda: actions.dismiss_reports(contribution_id=seen.pk, by=by),
        "lock": lambda: actions.lock(topic_id=topic.pk, by=by),
        "move": lambda: actions.move(
            topic_id=topic.pk, by=by, kind="book", place_id=book("爱的教育").pk
        ),
    }[verb]
    before = ModerationEntry.objects.count()
    assert allowed(act) is (who in DECIDERS)
    assert ModerationEntry.objects.count() - before == (who in DECIDERS)


def test_nobody_decides_about_own_words(crowd):
    post = start(crowd["editor"], ("book", book().pk))
    for act in (
        lambda: actions.approve(version_id=waiting_version(post).pk, by=crowd["editor"]),
        lambda: actions.refuse(version_id=waiting_version(post).pk, by=crowd["editor"], **WHY),
        lambda: actions.hide(contribution_id=post.pk, by=crowd["editor"], **WHY),
    ):
        with pytest.raises(ReviewRefused):
            act()
    assert passed(post, crowd["chief"]).is_visible


def test_whoever_looks_after_a_place_hides_and_locks_but_approves_nothing(site_home, crowd):
    host = TeacherFactory(role=Role.WORKSHOP_HOST)
    place = ("workshop", make_workshop(host).pk)
    topic = passed(start(crowd["author"], place), crowd["editor"]).topic
    post = shown_reply(crowd["colleague"], topic, crowd["editor"])
    actions.lock(topic_id=topic.pk, by=host)
    actions.unlock(topic_id=topic.pk, by=host)
    waiting = say(crowd["colleague"], topic)
    with pytest.raises(ReviewRefused):
        actions.approve(version_id=waiting_version(waiting).pk, by=host)
    actions.hide(contribution_id=post.pk, by=host, **WHY)
    assert not again(post).is_visible
    other = TeacherFactory(role=Role.WORKSHOP_HOST)
    with pytest.raises(ReviewRefused):
        actions.lock(topic_id=topic.pk, by=other)


def test_an_editor_decides_nothing_where_the_editor_does_not_read(site_home, crowd):
    event = make_event(crowd["author"], audience="school")
    post = start(crowd["colleague"], ("event", event.pk))
    with pytest.raises(NotPossible, match="没有这个讨论"):
        actions.approve(version_id=waiting_version(post).pk, by=crowd["editor"])
    assert passed(post, crowd["chief"]).is_visible


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reasons": [], "comment": "请改"}, "reasons"),
        ({"reasons": ["nothing"], "comment": "请改"}, "reasons"),
        ({"reasons": ["tone"], "comment": "  "}, "comment"),
        ({"reasons": ["tone"], "comment": "字" * 301}, "comment"),
    ],
)
def test_a_refusal_has_a_reason_and_a_sentence(crowd, topic, values, field):
    post = say(crowd["colleague"], topic)
    with pytest.raises(ValidationError) as refused:
        actions.refuse(version_id=waiting_version(post).pk, by=crowd["editor"], **values)
    assert list(refused.value.message_dict) == [field]
    assert waiting_version(post)


def test_a_decision_is_made_once(crowd, topic):
    post = say(crowd["colleague"], topic)
    version = waiting_version(post)
    actions.refuse(version_id=version.pk, by=crowd["editor"], **WHY)
    with pytest.raises(Conflict, match="虚构编辑已经处理了这条发言：没有通过"):
        actions.approve(version_id=version.pk, by=crowd["chief"])
    assert again(version).state == State.REFUSED
    assert again(version).reasons == [{"code": "off-topic", "label": "和这里谈的无关"}]


def test_refusing_an_edit_leaves_what_was_approved(crowd, topic):
    set_rule(approval="after")
    post = shown_reply(crowd["colleague"], topic, crowd["editor"], "第一版。")
    actions.edit(author=crowd["colleague"], contribution_id=post.pk, base_number=1, text="第二版。")
    assert again(post).shown.text == "第二版。"
    actions.refuse(version_id=waiting_version(post).pk, by=crowd["editor"], **WHY)
    assert again(post).shown.text == "第一版。"
    assert again(post).is_visible


def test_hiding_the_beginning_hides_the_topic(crowd, topic):
    reply = shown_reply(crowd["colleague"], topic, crowd["editor"])
    opening = topic.contributions.get(is_opening=True)
    actions.hide(contribution_id=opening.pk, by=crowd["editor"], **WHY)
    assert not again(topic).is_visible
    assert not type(reply).objects.visible().exists()
    actions.show(contribution_id=opening.pk, by=crowd["editor"])
    assert again(topic).is_visible
    assert type(reply).objects.visible().count() == 2


def test_the_record_is_only_added_to(crowd, topic):
    entry = ModerationEntry.objects.get()
    assert (entry.verdict, entry.decided_by) == (Verdict.APPROVE, crowd["second editor"])
    entry.comment = "别的"
    for act in (entry.save, entry.delete, ModerationEntry.objects.all().delete):
        with pytest.raises(PermissionDenied):
            act()


class TestReports:
    def report(self, crowd, topic, who="colleague", reason="tone", note=""):
        opening = topic.contributions.get(is_opening=True)
        return actions.report(contribution_id=opening.pk, by=crowd[who], reason=reason, note=note)

    def test_once_a_person_while_it_is_open(self, crowd, topic):
        first = self.report(crowd, topic)
        assert self.report(crowd, topic, reason="privacy") == first
        self.report(crowd, topic, "teacher elsewhere")
        opening = topic.contributions.get(is_opening=True)
        assert actions.dismiss_reports(contribution_id=opening.pk, by=crowd["editor"]) == 2
        assert actions.dismiss_reports(contribution_id=opening.pk, by=crowd["editor"]) == 0
        assert self.report(crowd, topic) != first
        assert ModerationEntry.objects.filter(verdict=Verdict.KEEP).count() == 1

    def test_hiding_settles_them(self, crowd, topic):
        self.report(crowd, topic)
        opening = topic.contributions.get(is_opening=True)
        actions.hide(contribution_id=opening.pk, by=crowd["editor"], **WHY)
        assert not Report.objects.filter(settled_at=None).exists()

    def test_not_of_own_words_and_not_of_what_one_does_not_see(self, crowd, topic):
        waiting = say(crowd["colleague"], topic)
        with pytest.raises(NotPossible, match="直接收回"):
            self.report(crowd, topic, "author")
        with pytest.raises(NotPossible, match="看不到了"):
            actions.report(contribution_id=waiting.pk, by=crowd["author"], reason="tone")

    def test_needs_a_reason(self, crowd, topic):
        with pytest.raises(ValidationError, match="请选一条理由"):
            self.report(crowd, topic, reason="nothing")


class TestMoving:
    def test_to_another_book(self, crowd, topic):
        other = book("爱的教育")
        actions.move(topic_id=topic.pk, by=crowd["editor"], kind="book", place_id=other.pk)
        assert (again(topic).kind, again(topic).place_id) == ("book", other.pk)
        entry = ModerationEntry.objects.get(verdict=Verdict.MOVE)
        assert "给教师的建议" in entry.comment
        assert "爱的教育" in entry.comment

    def test_not_out_of_a_page_that_only_some_read(self, site_home, crowd):
        event = make_event(crowd["author"], audience="school")
        topic = passed(start(crowd["colleague"], ("event", event.pk)), crowd["chief"]).topic
        with pytest.raises(NotPossible, match="只给一部分人看"):
            actions.move(topic_id=topic.pk, by=crowd["chief"], kind="book", place_id=book().pk)

    def test_not_to_a_place_that_the_editor_does_not_read(self, site_home, crowd, topic):
        event = make_event(crowd["author"], audience="school")
        with pytest.raises(NotPossible, match="没有找到"):
            actions.move(topic_id=topic.pk, by=crowd["editor"], kind="event", place_id=event.pk)


def test_a_deleted_account_leaves_words_without_a_name(crowd, topic):
    person = TeacherFactory(name="虚构离开者")
    post = shown_reply(person, topic, crowd["editor"], "我的话留下。")
    named = shown_reply(crowd["colleague"], topic, crowd["editor"], "@虚构离开者 说得对。")
    person.teacher_profile.memberships.all().delete()
    delete_account(person)
    assert (again(post).author, again(post).unit, again(post).is_visible) == (None, None, True)
    assert again(named).shown.text == "@已注销账号 说得对。"


def test_superusers_have_no_say(crowd, topic):
    post = say(crowd["colleague"], topic)
    with pytest.raises(ReviewRefused):
        actions.approve(version_id=waiting_version(post).pk, by=UserFactory(is_superuser=True))
