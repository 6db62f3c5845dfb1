"""Topics among the results: everybody finds what they may read, by words that they read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from discussions import actions
from discussions.enums import Readers, State
from discussions.finding import found_topics
from discussions.models import Topic
from editorial.enums import Audience
from search.find import parse
from tests.discussions.factories import (
    WHY,
    again,
    book,
    make_crowd,
    make_event,
    many_replies,
    passed,
    say,
    set_rule,
    shown_reply,
    shown_topic,
    start,
)
from tests.people.factories import TeacherFactory, delete_account

WORD = "梧桐"


@pytest.fixture
def crowd(site_home):
    return make_crowd()


@pytest.fixture
def titles(search_index):
    """Return the titles that a reader finds with a text."""

    def find(reader, text=WORD):
        search_index()
        return [topic.title for topic, _ in found_topics(parse(text, "and"), reader)]

    return find


def opened(crowd, readers=Readers.EVERYBODY):
    """Let visitors read what is said about books."""
    set_rule(readers=readers, trusted_after=None)


def test_signed_in_people_find_what_only_they_may_read(crowd, titles):
    shown_topic(crowd["author"], crowd["editor"], title=f"{WORD}下的课")
    for name in ("author", "colleague", "teacher elsewhere", "editor", "superuser"):
        assert titles(crowd[name]) == [f"{WORD}下的课"], name
    assert titles(crowd["anonymous"]) == []
    assert titles(None) == []


def test_visitors_find_what_everybody_may_read(crowd, titles):
    opened(crowd)
    shown_topic(crowd["author"], crowd["editor"], title=f"{WORD}下的课")
    assert titles(None) == [f"{WORD}下的课"]


def test_a_rule_that_closes_takes_topics_out_at_once(crowd, titles):
    opened(crowd)
    shown_topic(crowd["author"], crowd["editor"], title=f"{WORD}下的课")
    opened(crowd, Readers.SIGNED_IN)
    assert titles(None) == []


def test_nobody_finds_what_waits_was_refused_hidden_or_taken_back(crowd, titles):
    author, editor = crowd["author"], crowd["editor"]
    start(author, ("book", book().pk), title=f"{WORD}等着")
    refused = start(author, ("book", book("另一本").pk), title=f"{WORD}没有通过")
    actions.refuse(version_id=refused.versions.get().pk, by=editor, **WHY)
    hidden = shown_topic(author, editor, title=f"{WORD}隐藏")
    actions.hide(contribution_id=hidden.contributions.get().pk, by=editor, **WHY)
    gone = shown_topic(author, editor, title=f"{WORD}收回")
    actions.withdraw(contribution_id=gone.contributions.get().pk, author=author)
    for name in ("author", "colleague", "editor", "chief", "anonymous"):
        assert titles(crowd[name]) == [], name
    assert not Topic.get_indexed_objects().exists()


def test_an_old_index_tells_nothing_of_what_was_hidden_meanwhile(crowd, titles):
    topic = shown_topic(crowd["author"], crowd["editor"], title=f"{WORD}下的课")
    assert titles(crowd["colleague"])
    Topic.objects.filter(pk=topic.pk).update(is_visible=False)  # past every signal
    assert titles(crowd["colleague"]) == []


def test_a_topic_is_found_by_what_is_said_in_it(crowd, titles):
    topic = shown_topic(crowd["author"], crowd["editor"])
    shown_reply(crowd["colleague"], topic, crowd["editor"], f"操场边有一棵{WORD}。")
    assert titles(crowd["teacher elsewhere"]) == [topic.title]
    waiting = say(crowd["colleague"], topic, "还有一棵银杏。")
    assert titles(crowd["teacher elsewhere"], "银杏") == []
    passed(waiting, crowd["editor"])
    assert titles(crowd["teacher elsewhere"], "银杏") == [topic.title]
    actions.hide(contribution_id=waiting.pk, by=crowd["editor"], **WHY)
    assert titles(crowd["teacher elsewhere"], "银杏") == []


def test_visitors_find_no_topic_by_words_that_are_not_shown_to_them(crowd, titles):
    opened(crowd)
    topic = shown_topic(crowd["author"], crowd["editor"])
    opened(crowd, Readers.SIGNED_IN)
    shown_reply(crowd["colleague"], topic, crowd["editor"], f"校内的{WORD}。")
    opened(crowd)
    assert again(topic).is_public
    assert titles(None) == []
    assert titles(None, topic.title) == [topic.title]
    assert titles(crowd["teacher elsewhere"]) == [topic.title]


def test_a_topic_has_the_audience_of_its_place(crowd, titles):
    event = make_event(crowd["author"], audience=Audience.SCHOOL)
    set_rule("event", readers=Readers.EVERYBODY, trusted_after=None)
    passed(start(crowd["author"], ("event", event.pk), title=f"{WORD}校内"), crowd["chief"])
    assert titles(crowd["colleague"]) == [f"{WORD}校内"]
    assert titles(crowd["teacher elsewhere"]) == []
    assert titles(None) == []
    event = make_event(crowd["author"], title="公开的沙龙")
    passed(start(crowd["author"], ("event", event.pk), title=f"{WORD}公开"), crowd["chief"])
    assert titles(None) == [f"{WORD}公开"]
    PageViewRestriction.objects.create(page=event, restriction_type="login")
    assert titles(None) == []


def test_names_of_writers_and_of_deleted_accounts_are_not_found(crowd, titles):
    topic = shown_topic(crowd["author"], crowd["editor"])
    other = TeacherFactory(name="虚构丁香")
    shown_reply(crowd["colleague"], topic, crowd["editor"], "@虚构丁香 请来看。")
    assert titles(crowd["editor"], "虚构甲") == []
    assert titles(crowd["editor"], "丁香") == [topic.title]
    delete_account(other)
    assert titles(crowd["editor"], "丁香") == []


def test_the_results_page_shows_them_below_pages(client, crowd, search_index):
    topic = shown_topic(crowd["author"], crowd["editor"], title=f"{WORD}<i>下的课")
    search_index()
    address = reverse("search:results")
    shown = client.get(address, {"q": WORD}).content.decode()
    assert "下的课" not in shown
    assert f"没有找到“{WORD}”" in shown
    client.force_login(crowd["colleague"])
    shown = client.get(address, {"q": WORD}).content.decode()
    assert f"<mark>{WORD}</mark>&lt;i&gt;下的课" in shown
    assert f'href="{topic.get_absolute_url()}"' in shown
    assert "图书 · " in shown
    assert f"没有找到“{WORD}”" not in shown
    assert "下的课" not in client.get(address, {"q": WORD, "type": "storypage"}).content.decode()


@pytest.mark.parametrize("name", ["colleague", "anonymous"])
def test_the_results_page_takes_the_same_queries_for_any_number(client, crowd, search_index, name):
    opened(crowd)
    if name != "anonymous":
        client.force_login(crowd[name])
    counts = []
    for amount in (1, 6, 12):  # an account writes twenty an hour
        while Topic.objects.count() < amount:
            topic = shown_topic(
                crowd["author"], crowd["editor"], book(f"书{Topic.objects.count()}")
            )
            Topic.objects.filter(pk=topic.pk).update(title=f"{WORD}{topic.pk}")
        many_replies(topic, [crowd["colleague"]], 3)
        again(topic).save()
        search_index()
        address = reverse("search:results")
        client.get(address, {"q": WORD})
        with CaptureQueriesContext(connection) as captured:
            assert WORD in client.get(address, {"q": WORD}).content.decode()
        counts.append(len(captured))
    assert counts[1] == counts[2], counts
    assert max(counts) <= 20, counts


def test_versions_that_were_replaced_are_not_found(crowd, titles):
    topic = shown_topic(crowd["author"], crowd["editor"], text=f"从前写的{WORD}。")
    opening = topic.contributions.get()
    actions.edit(
        contribution_id=opening.pk,
        author=crowd["author"],
        base_number=1,
        title=topic.title,
        text="改成了另一种说法，请再看看。",
    )
    version = opening.versions.get(state=State.WAITING)
    actions.approve(version_id=version.pk, by=crowd["editor"])
    assert titles(crowd["colleague"]) == []
