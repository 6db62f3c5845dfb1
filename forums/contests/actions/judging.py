"""Jurors give points, hand them in, step aside; the organiser gives points back."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.contests import rules
from forums.contests.actions.jury import fill
from forums.contests.actions.locking import led_contest, locked_contest, note, tell
from forums.contests.queries import conflicts_of, phase_of
from forums.models import Assignment, Contest, Objection, Score
from people.models import User


@transaction.atomic
def score(
    *,
    page_id: int,
    blind_number: int,
    by: User,
    points: Mapping[int, Decimal | None],
    comment: str = "",
    hand_in: bool = False,
) -> Assignment:
    """Keep points, or hand them in for good. The same handed in again changes nothing.

    Args:
        points: by the number of the criterion; None: not yet.

    Raises:
        ReviewRefused: the entry was not given to this person, or the person is barred from it.
        NotPossible: handed in already with other points, or not the time.
        ValidationError: ``criterion-<number>``: out of bounds, or missing where handed in.
    """
    contest = locked_contest(page_id)
    assignment = own_assignment(contest, blind_number, by)
    if assignment.is_handed_in and hand_in and _is_same(assignment, points, comment):
        return assignment
    now = timezone.now()
    answer = rules.may_score(
        phase=phase_of(contest, now),
        judging_ends_at=contest.judging_ends_at,
        is_handed_in=assignment.is_handed_in,
        is_returned=assignment.is_returned,
        now=now,
    )
    if not answer:
        raise NotPossible(answer.reason)
    _check(contest, points, must_be_whole=hand_in)
    _store(assignment, points)
    assignment.comment = comment.strip()
    if hand_in:
        assignment.handed_in_at = now
        note(contest, "hand_in", by=by, number=assignment.entry.number)
    assignment.save(update_fields=["comment", "handed_in_at"])
    return assignment


def own_assignment(contest: Contest, blind_number: int, by: User) -> Assignment:
    """Return what a juror may judge. Queries: 1, and those of the conflict hook.

    Raises:
        ReviewRefused: in one sentence for all reasons, see ``rules.NOT_YOURS``.
    """
    rows = Assignment.objects.standing().select_related("entry__group", "entry__unit", "juror")
    found = rows.filter(
        entry__contest=contest,
        entry__blind_number=blind_number,
        juror__user=by,
        juror__left_at=None,
    ).first()
    if found is None:
        raise ReviewRefused(rules.NOT_YOURS)
    if conflicts_of(contest, [found.juror], [found.entry]).between(found.juror, found.entry):
        raise ReviewRefused(rules.NOT_YOURS)
    return found


def _is_same(assignment: Assignment, points: Mapping[int, Decimal | None], comment: str) -> bool:
    given = dict(assignment.scores.values_list("criterion", "value"))
    return given == dict(points) and assignment.comment == comment.strip()


def _check(contest: Contest, points: Mapping[int, Decimal | None], *, must_be_whole: bool) -> None:
    problems = {}
    known = {row.pk: row for row in contest.criteria.all()}
    for pk, row in known.items():
        value = points.get(pk)
        if value is None:
            if must_be_whole:
                problems[f"criterion-{pk}"] = "请打分，交分前每项都要打。"
        elif text := rules.score_problem(value, least=row.least, most=row.most, step=row.step):
            problems[f"criterion-{pk}"] = text
    if points.keys() - known.keys():
        raise NotPossible("评分项变了，请刷新页面再打分。")
    if problems:
        raise ValidationError(problems)


def _store(assignment: Assignment, points: Mapping[int, Decimal | None]) -> None:
    for criterion_id, value in points.items():
        if value is None:
            assignment.scores.filter(criterion_id=criterion_id).delete()
        else:
            Score.objects.update_or_create(
                assignment=assignment, criterion_id=criterion_id, defaults={"value": value}
            )


@transaction.atomic
def declare_conflict(*, page_id: int, blind_number: int, by: User, reason: str) -> Assignment:
    """Step aside from an entry; somebody else gets it, the juror never again.

    Raises:
        ReviewRefused: see ``score``; NotPossible: the points are handed in.
        ValidationError: no reason.
    """
    contest = locked_contest(page_id)
    assignment = own_assignment(contest, blind_number, by)
    if assignment.is_handed_in:
        raise NotPossible("已经交分。请联系主办人退回以后再申报回避。")
    if not reason.strip():
        raise ValidationError({"reason": "请写一句回避的原因，只有主办人看得到。"})
    assignment.ended_at = timezone.now()
    assignment.end_reason = f"申报回避：{reason.strip()}"[:200]
    assignment.save(update_fields=["ended_at", "end_reason"])
    number = assignment.entry.number
    note(contest, "step_aside", by=by, number=number, text=reason.strip())
    fill(contest, by=by)
    return assignment


@transaction.atomic
def return_points(*, assignment_id: int, by: User, reason: str) -> Assignment:
    """Give points back to a juror, with a reason that the juror is told.

    After publication only where the entrant objected.

    Raises:
        ReviewRefused: ``by`` does not run the contest.
        NotPossible: nothing is handed in, the juror has left, or the results are public.
        ValidationError: no reason.
    """
    rows = Assignment.objects.select_related("entry", "juror")
    found = rows.filter(pk=assignment_id).values_list("entry__contest__page_id", flat=True).first()
    if found is None:
        raise NotPossible("没有这份评分。")
    contest = led_contest(found, by)
    assignment = rows.get(pk=assignment_id)
    if not reason.strip():
        raise ValidationError({"reason": "请写一句理由，评委会看到。"})
    if not assignment.is_handed_in:
        raise NotPossible("这份评分还没有交，不用退回。")
    if not assignment.juror.is_active:
        raise NotPossible("这位评委已经退出，评分不能退回。")
    if contest.is_published and not _is_in_doubt(assignment):
        raise NotPossible("结果已经公布，只有参赛人提了异议的作品可以退回重评。")
    assignment.handed_in_at, assignment.returned_at = None, timezone.now()
    assignment.return_reason = reason.strip()[:200]
    assignment.save(update_fields=["handed_in_at", "returned_at", "return_reason"])
    number = assignment.entry.number
    text = f"退给{assignment.juror.user.name}：{reason.strip()}"
    note(contest, "return", by=by, number=number, text=text)
    url = reverse("contests:score", args=[contest.page_id, assignment.entry.blind_number])
    words = f"{assignment.entry.blind_number} 号作品的评分退给您再看：{assignment.return_reason}"
    tell(contest, assignment.juror.user_id, words, url)
    return assignment


def _is_in_doubt(assignment: Assignment) -> bool:
    rows = assignment.entry.objections.exclude(outcome=Objection.Outcome.REJECTED)
    return rows.exists()
