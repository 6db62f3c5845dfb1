"""The organiser writes down how a contest is run; once entries are drawn, the rules stand still."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from editorial.errors import NotPossible, ReviewRefused
from forums.contests import rules
from forums.contests.actions.locking import LEADERS_ONLY, led_contest, note
from forums.contests.queries import leads
from forums.models import AwardLevel, Contest, ContestGroup, Criterion, ForumEventPage
from people.models import Subject, User

# What may still change while jurors are at work: nothing that decides who gets which award.
WHILE_JUDGING = ("judging_ends_at", "jurors_per_entry", "order", "shows_scores", "objection_days")
FIELDS = (
    "entry_opens_at",
    "entry_closes_at",
    "drop_highest",
    "drop_lowest",
    "combine",
    "places",
    "ties",
    "bars_centre",
    "most_files",
    *WHILE_JUDGING,
)


@dataclass(frozen=True)
class GroupRow:
    """A group as the organiser types it; ``pk`` of one that is there already."""

    title: str
    stage: str = ""
    subject: Subject | None = None
    pk: int | None = None


@dataclass(frozen=True)
class CriterionRow:
    """A criterion as the organiser types it."""

    title: str
    weight: int
    about: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(10)
    step: Decimal = Decimal("0.5")
    pk: int | None = None


@dataclass(frozen=True)
class LevelRow:
    """An award as the organiser types it."""

    title: str
    most: int
    least_result: Decimal | None = None
    pk: int | None = None


@transaction.atomic
def set_contest(
    *,
    page_id: int,
    by: User,
    values: dict[str, Any],
    groups: Sequence[GroupRow] = (),
    criteria: Sequence[CriterionRow] = (),
    levels: Sequence[LevelRow] = (),
) -> Contest:
    """Set a contest up, or change it. Once it is drawn, only ``WHILE_JUDGING`` is taken over.

    Args:
        values: of ``FIELDS``; groups, criteria and levels: all of them, in their order.

    Raises:
        ReviewRefused: ``by`` does not run the event, or judges the contest.
        NotPossible: no such contest event, or the results are public.
        ValidationError: by field; ``groups``, ``criteria``, ``levels`` for the rows.
    """
    page = ForumEventPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    if page is None or page.event_kind != ForumEventPage.EventKind.CONTEST:
        raise NotPossible("这不是一场基本功大赛。")
    if not leads(by, page):
        raise ReviewRefused(LEADERS_ONLY)
    is_new = not Contest.objects.filter(page=page).exists()
    contest = Contest(page=page) if is_new else led_contest(page_id, by)
    if contest.is_published:
        raise NotPossible("结果已经公布，设置不能再改。")
    changed = _take_over(contest, values)
    _check(contest, criteria, levels, groups)
    contest.save()
    if not contest.is_drawn:
        _store_groups(contest, groups)
        _store(contest, Criterion, criteria)
        _store(contest, AwardLevel, levels)
    note(contest, "set_up" if is_new else "change", by=by, text="，".join(changed))
    return contest


def _take_over(contest: Contest, values: dict[str, Any]) -> list[str]:
    changed = []
    for name in WHILE_JUDGING if contest.is_drawn else FIELDS:
        if name in values and getattr(contest, name) != values[name]:
            setattr(contest, name, values[name])
            changed.append(str(getattr(Contest._meta.get_field(name), "verbose_name", name)))
    return changed


def _check(
    contest: Contest,
    criteria: Sequence[CriterionRow],
    levels: Sequence[LevelRow],
    groups: Sequence[GroupRow],
) -> None:
    problems = _problems(contest)
    if not contest.is_drawn:
        weights = [row.weight for row in criteria]
        problems |= _row_problems("groups", groups, "至少写一个组。")
        problems |= _row_problems("levels", levels, "至少写一个奖项。")
        problems |= _row_problems("criteria", criteria, "至少写一个评分项。")
        if text := rules.weight_problem(weights):
            problems["criteria"] = text
    if problems:
        raise ValidationError(problems)


def _problems(contest: Contest) -> dict[str, str]:
    found = {}
    opens, closes = contest.entry_opens_at, contest.entry_closes_at
    if closes is None:
        found["entry_closes_at"] = "请写收作品截止的时间。"
    elif opens and closes <= opens:
        found["entry_closes_at"] = "收作品截止要晚于开始。"
    if contest.judging_ends_at is None:
        found["judging_ends_at"] = "请写评审截止的时间。"
    elif closes and contest.judging_ends_at <= closes:
        found["judging_ends_at"] = "评审截止要晚于收作品截止。"
    if contest.drop_highest + contest.drop_lowest >= contest.jurors_per_entry:
        found["jurors_per_entry"] = "评委人数要多于去掉的分数个数，否则没有分可算。"
    return found


def _row_problems(name: str, rows: Sequence[Any], none: str) -> dict[str, str]:
    if not rows:
        return {name: none}
    titles = [row.title for row in rows]
    twice = next((title for title in titles if titles.count(title) > 1), "")
    return {name: f"“{twice}”写了两遍，请改一个名称。"} if twice else {}


def _store_groups(contest: Contest, rows: Sequence[GroupRow]) -> None:
    gone = contest.groups.exclude(pk__in=[row.pk for row in rows if row.pk])
    used = gone.filter(entries__isnull=False).first()
    if used is not None:
        raise ValidationError({"groups": f"“{used.title}”已经有人参赛，不能移除。"})
    _store(contest, ContestGroup, rows)


def _store(contest: Contest, model: Any, rows: Sequence[Any]) -> None:
    """Bring the rows of one kind to what was typed; a row that stays keeps its number."""
    present = {each.pk: each for each in model.objects.filter(contest=contest)}
    kept = {row.pk for row in rows} & present.keys()
    model.objects.filter(contest=contest).exclude(pk__in=kept).delete()
    # Names may be exchanged between rows: none may stand twice, not even for a moment.
    for pk in kept:
        model.objects.filter(pk=pk).update(title=f"~{pk}")
    for order, row in enumerate(rows):
        each = present.get(row.pk) if row.pk in kept else None
        each = each or model(contest=contest)
        for name, value in vars(row).items():
            if name != "pk":
                setattr(each, name, value)
        each.order = order
        each.save()
