"""Points, from keeping to handing in and back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.contests import actions
from forums.models import Assignment, Contest, ContestRecord, Score
from people.actions import move_teacher
from tests.forums.contests import factories as make
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def test_points_are_kept_then_handed_in(site_home):
    contest = make.make_drawn(entries=1)
    mine = Assignment.objects.order_by("pk").first()
    one, two = contest.criteria.all()
    values = {
        "page_id": contest.page_id,
        "blind_number": mine.entry.blind_number,
        "by": mine.juror.user,
    }
    actions.score(**values, points={one.pk: Decimal("7.5"), two.pk: None})
    with pytest.raises(ValidationError) as refused:
        actions.score(**values, points={one.pk: Decimal("7.5"), two.pk: None}, hand_in=True)
    assert list(refused.value.message_dict) == [f"criterion-{two.pk}"]
    actions.score(**values, points={one.pk: None, two.pk: Decimal(9)}, comment="不错")
    assert Score.objects.get().criterion == two
    whole = {one.pk: Decimal(8), two.pk: Decimal(9)}
    actions.score(**values, points=whole, hand_in=True)
    actions.score(**values, points=whole, hand_in=True)
    with pytest.raises(NotPossible):
        actions.score(**values, points=whole | {one.pk: Decimal(1)}, hand_in=True)
    with pytest.raises(NotPossible):
        actions.score(**values, points=whole)
    assert ContestRecord.objects.filter(verb="hand_in").count() == 1


@pytest.mark.parametrize("value", ["10.5", "-1", "8.3", "NaN"])
def test_points_out_of_bounds(site_home, value):
    make.make_drawn(entries=1)
    mine = Assignment.objects.first()
    with pytest.raises(ValidationError):
        make.judge(mine, value)
    assert not Score.objects.exists()


def test_who_was_not_given_an_entry_does_not_judge_it(site_home):
    contest = make.make_drawn(entries=1, jurors=3)
    mine = Assignment.objects.first()
    given = Assignment.objects.values("juror")
    spare = contest.jurors.exclude(pk__in=given).get()
    for user in (spare.user, TeacherFactory(), contest.page.owner, mine.entry.contestant):
        mine.juror.user = user
        with pytest.raises(ReviewRefused, match="没有分给您评审"):
            make.judge(mine)


def test_who_becomes_a_colleague_after_the_draw_is_barred(site_home):
    contest = make.make_drawn(entries=1, jurors=3)
    mine = Assignment.objects.order_by("pk").first()
    unit = mine.entry.contestant.unit
    move_teacher(teacher=mine.juror.user.teacher_profile, unit=unit, on=timezone.localdate())
    with pytest.raises(ReviewRefused):
        make.judge(Assignment.objects.get(pk=mine.pk))
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    standing = Assignment.objects.standing()
    assert not standing.filter(juror=mine.juror).exists()
    assert standing.count() == 2


def test_the_end_of_judging(site_home):
    contest = make.make_drawn(entries=1)
    Contest.objects.update(judging_ends_at=timezone.now())
    with pytest.raises(NotPossible, match="评审已经截止"):
        make.judge(Assignment.objects.first())
    later = timezone.now() + timedelta(days=1)
    owner = contest.page.owner
    actions.set_contest(page_id=contest.page_id, by=owner, values={"judging_ends_at": later})
    assert make.judge(Assignment.objects.first()).is_handed_in


def test_points_are_given_back_with_a_reason(site_home):
    contest = make.make_drawn(entries=1)
    mine = make.judge(Assignment.objects.first())
    values = {"assignment_id": mine.pk, "by": contest.page.owner}
    with pytest.raises(ValidationError):
        actions.return_points(**values, reason="")
    with pytest.raises(ReviewRefused):
        actions.return_points(assignment_id=mine.pk, by=mine.juror.user, reason="我要改")
    actions.return_points(**values, reason="漏看一页")
    with pytest.raises(NotPossible):
        actions.return_points(**values, reason="漏看一页")
    assert any("漏看一页" in text for text in make.told(mine.juror.user))
    assert make.judge(mine, "9").is_handed_in
