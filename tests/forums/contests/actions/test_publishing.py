"""Results."""

import pytest

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from forums.contests import actions
from forums.models import Assignment, ContestRecord
from tests.forums.contests import factories as make
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def test_results_are_published_once_with_the_way_to_them(site_home):
    contest = make.make_drawn(entries=3, jurors=2)
    for order, entry in enumerate(contest.entries.order_by("number")):
        for assignment in entry.assignments.all():
            make.judge(assignment, str(6 + order), f"评语{order}")
    actions.publish(page_id=contest.page_id, by=contest.page.owner)
    with pytest.raises(NotPossible):
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
    rows = contest.entries.select_related("award").order_by("number")
    found = [(row.result, row.place, row.award.title) for row in rows]
    assert found == [(60, 3, "二等奖"), (70, 2, "二等奖"), (80, 1, "一等奖")]
    told_way = rows[2].explanation
    assert told_way["result"] == "80.00"
    assert [point["part"] for point in told_way["sheets"][0]["points"]] == ["48.00", "32.00"]
    assert told_way["sheets"][0]["comment"] == "评语2"
    assert any("结果公布了" in text for text in make.told(rows[0].contestant))
    assert Notification.objects.filter(text__contains="结果公布了").count() == 3


def test_withdrawn_and_excluded_entries_get_nothing(site_home):
    contest = make.make_drawn(entries=3)
    make.judge_all(contest, "10")
    one, two, three = contest.entries.order_by("number")
    actions.withdraw(entry_id=one.pk, by=one.contestant)
    actions.exclude(entry_id=two.pk, by=contest.page.owner, reason="抄的")
    actions.publish(page_id=contest.page_id, by=contest.page.owner)
    results = contest.entries.order_by("number").values_list("result", flat=True)
    assert list(results) == [None, None, 100]
    with pytest.raises(NotPossible):
        actions.withdraw(entry_id=three.pk, by=three.contestant)


def test_publishing_needs_all_points(site_home):
    contest = make.make_drawn(entries=1)
    make.judge(Assignment.objects.order_by("pk").first())
    with pytest.raises(NotPossible, match="还有 1 份次没有交分"):
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
    with pytest.raises(ReviewRefused):
        actions.publish(page_id=contest.page_id, by=TeacherFactory())


def test_consent_may_be_taken_back_after_publication(site_home):
    contest = make.make_published(entries=1)
    entry = contest.entries.get()
    values = {"entry_id": entry.pk, "by": entry.contestant}
    actions.set_consent(**values, names_public=True, work_public=True)
    entry.refresh_from_db()
    assert entry.consented_at
    actions.set_consent(**values, names_public=False, work_public=False)
    entry.refresh_from_db()
    assert (entry.names_public, entry.consented_at) == (False, None)
    assert ContestRecord.objects.filter(verb="consent").count() == 2
