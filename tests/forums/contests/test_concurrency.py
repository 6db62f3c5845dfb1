"""Many at the same moment: what happens once, happens once."""

from functools import partial

import pytest

from editorial.errors import NotPossible
from editorial.models import Notification
from forums.contests import actions
from forums.models import Assignment, ContestRecord, Entry, Score
from tests.editorial.test_concurrency import at_once
from tests.forums.contests import factories as make
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db(transaction=True)


def failures(results):
    return [result for result in results if isinstance(result, Exception)]


def test_of_many_clicks_one_enters(site_home):
    contest, teacher = make.make_contest(), TeacherFactory()
    results = at_once([partial(make.enter, contest, teacher)] * 10)
    assert failures(results) == []
    assert Entry.objects.count() == 1


def test_many_enter_at_once_each_with_a_number(site_home):
    contest = make.make_contest()
    teachers = [TeacherFactory() for _ in range(15)]
    results = at_once([partial(make.enter, contest, teacher) for teacher in teachers])
    assert failures(results) == []
    numbers = Entry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 16))


def test_jurors_hand_in_at_once_and_click_twice(site_home):
    make.make_drawn(entries=4, jurors=3)
    assignments = list(Assignment.objects.select_related("juror__user", "entry__contest"))
    results = at_once([partial(make.judge, each) for each in assignments * 2])
    assert failures(results) == []
    assert Assignment.objects.handed_in().count() == 8
    assert Score.objects.count() == 16
    assert ContestRecord.objects.filter(verb="hand_in").count() == 8


def test_results_are_published_once(site_home):
    contest = make.make_drawn(entries=2)
    make.judge_all(contest)
    publish = partial(actions.publish, page_id=contest.page_id, by=contest.page.owner)
    results = at_once([publish] * 6)
    assert [type(each) for each in failures(results)] == [NotPossible] * 5
    assert ContestRecord.objects.filter(verb="publish").count() == 1
    assert Notification.objects.filter(text__contains="结果公布了").count() == 2


def test_the_draw_is_made_once(site_home):
    contest = make.make_contest()
    for _ in range(3):
        make.with_file(make.enter(contest))
        make.add_juror(contest)
    make.close(contest)
    draw = partial(actions.draw_lots, page_id=contest.page_id, by=contest.page.owner)
    assert failures(at_once([draw] * 5)) == []
    assert Assignment.objects.count() == 6
    contest.refresh_from_db()
    assert contest.draws == 1


def test_a_juror_leaves_while_handing_in(site_home):
    contest = make.make_drawn(entries=3, jurors=3)
    juror = contest.jurors.order_by("pk").first()
    own = list(juror.assignments.select_related("juror__user", "entry__contest"))
    leave = partial(actions.drop_juror, juror_id=juror.pk, by=contest.page.owner, reason="有急事")
    at_once([leave, *(partial(make.judge, each) for each in own)])
    standing = Assignment.objects.standing()
    for each in standing.filter(juror=juror):
        assert each.is_handed_in
    for entry in contest.entries.all():
        assert standing.filter(entry=entry).count() == 2
