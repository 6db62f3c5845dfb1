"""Many at the same moment; on PostgreSQL and on SQLite."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from discussions import actions
from discussions.enums import State
from discussions.errors import TooMuch
from discussions.models import Contribution, DiscussionSettings, ModerationEntry
from editorial.errors import Conflict
from tests.discussions.factories import (
    WHY,
    again,
    make_crowd,
    say,
    set_rule,
    shown_topic,
    waiting_version,
)
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(site_home):
    return make_crowd()


def at_once(jobs):
    """Run the jobs in threads that begin together; return results or exceptions, in order."""
    barrier = threading.Barrier(len(jobs))

    def run(job):
        try:
            barrier.wait(timeout=30)
            return job()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_twenty_reply_at_once_and_all_are_counted(crowd):
    set_rule(approval="after")
    topic = shown_topic(crowd["author"], crowd["editor"])
    teachers = [TeacherFactory(unit=crowd["author"].unit) for _ in range(20)]
    results = at_once([lambda who=who: say(who, topic, f"我是{who.pk}。") for who in teachers])
    assert [each for each in results if isinstance(each, Exception)] == []
    assert again(topic).reply_count == 20


def test_the_same_form_five_times_at_once_is_one_reply(crowd):
    topic, token = shown_topic(crowd["author"], crowd["editor"]), uuid.uuid4()
    results = at_once([lambda: say(crowd["colleague"], topic, token=token)] * 5)
    assert len({each.pk for each in results}) == 1
    assert Contribution.objects.filter(is_opening=False).count() == 1


def test_the_measure_holds_at_once(crowd):
    topic = shown_topic(crowd["author"], crowd["editor"])
    DiscussionSettings.objects.update_or_create(pk=1, defaults={"most_an_hour": 3})
    results = at_once([lambda: say(crowd["colleague"], topic)] * 8)
    assert sum(isinstance(each, TooMuch) for each in results) == 5
    assert Contribution.objects.filter(author=crowd["colleague"]).count() == 3


def test_two_editors_decide_at_once(crowd):
    topic = shown_topic(crowd["author"], crowd["chief"])
    for _ in range(4):
        version = waiting_version(say(crowd["colleague"], topic))
        before = ModerationEntry.objects.count()
        results = at_once(
            [
                partial(actions.approve, version_id=version.pk, by=crowd["editor"]),
                partial(actions.refuse, version_id=version.pk, by=crowd["second editor"], **WHY),
            ]
        )
        assert sum(isinstance(each, Conflict) for each in results) == 1
        assert ModerationEntry.objects.count() - before == 1
        shown = again(version.contribution).is_visible
        assert shown is (again(version).state == State.APPROVED)


def test_a_decision_and_an_edit_at_once(crowd):
    topic = shown_topic(crowd["author"], crowd["chief"])
    post = say(crowd["colleague"], topic, "第一版。")
    version = waiting_version(post)
    results = at_once(
        [
            lambda: actions.approve(version_id=version.pk, by=crowd["editor"]),
            lambda: actions.edit(
                author=crowd["colleague"], contribution_id=post.pk, base_number=1, text="第二版。"
            ),
        ]
    )
    assert not isinstance(results[1], Exception)
    shown = again(post).shown
    assert shown is None or shown.text == "第一版。"  # nobody has read the second
    assert waiting_version(post).text == "第二版。"


def test_replies_and_hiding_do_not_wait_for_each_other_in_a_circle(crowd):
    set_rule(approval="after")
    topic = shown_topic(crowd["author"], crowd["editor"])
    posts = [say(crowd["colleague"], topic, f"@虚构甲 第{n}条") for n in range(6)]
    jobs = [
        lambda post=post: actions.hide(contribution_id=post.pk, by=crowd["editor"], **WHY)
        for post in posts
    ]
    jobs += [lambda: say(crowd["author"], topic, "@虚构乙 我答一句。")] * 6
    results = at_once(jobs)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert again(topic).reply_count == 6
