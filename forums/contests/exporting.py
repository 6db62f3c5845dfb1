"""A contest as an Excel file: entries, every score, results, jury, objections."""

from collections.abc import Iterator
from typing import IO

from wagtail.log_actions import log

from editorial.errors import NotPossible, ReviewRefused
from editorial.workbooks import Cell, Table, new_book, saved
from forums.contests.actions.locking import LEADERS_ONLY, NO_CONTEST, note
from forums.contests.queries import computed, contest_of, jurors_of, leads
from forums.models import Assignment, Contest, Entry, Objection
from people.models import User

CONTEST_TAKEN = "forums.contest.export"


def export_contest(*, page_id: int, by: User, reason: str) -> IO[bytes]:
    """Return the file at its start; the caller closes it. Who took it, and why, is noted.

    Raises:
        ReviewRefused: ``by`` does not run the contest.
        NotPossible: there is none, or no reason is given.
    """
    contest = contest_of(page_id)
    if contest is None:
        raise NotPossible(NO_CONTEST)
    if not leads(by, contest.page):
        raise ReviewRefused(LEADERS_ONLY)
    if not reason.strip():
        raise NotPossible("请写明导出的用途。")
    book = new_book()
    columns = [("作品号", 8), ("盲评号", 8), ("组别", 16), ("姓名", 12), ("工号", 14), ("单位", 28)]
    columns += [("作品名称", 32), ("状态", 10), ("得分", 10), ("组内名次", 8), ("奖项", 12)]
    columns += [("公布姓名", 8), ("公开作品", 8), ("理由", 24)]
    count = Table(book, "作品和结果", columns).write(_entries(contest))
    columns = [
        ("作品号", 8),
        ("评委", 12),
        ("评分项", 16),
        ("权重", 6),
        ("分", 8),
        ("交分时间", 18),
    ]
    count += Table(book, "评分明细", [*columns, ("评语", 60)]).write(_points(contest))
    columns = [("评委", 12), ("工号", 14), ("单位", 28), ("组别", 30), ("作品", 8), ("已交", 8)]
    count += Table(book, "评委", [*columns, ("退出", 30)]).write(_jury(contest))
    columns = [("作品号", 8), ("姓名", 12), ("异议", 60), ("提出时间", 18), ("结论", 10)]
    columns += [("答复", 60), ("答复人", 12), ("答复时间", 18)]
    count += Table(book, "异议", columns).write(_objections(contest))
    file = saved(book)
    data = {"reason": reason.strip(), "rows": count}
    log(instance=contest.page, action=CONTEST_TAKEN, user=by, data=data)
    note(contest, "export", by=by, text=reason.strip())
    return file


def _entries(contest: Contest) -> Iterator[list[Cell]]:
    results = {row.entry.pk: row for row in computed(contest)}
    levels = dict(contest.levels.values_list("pk", "title"))
    rows = Entry.objects.filter(contest=contest).select_related("contestant", "unit", "group")
    for row in rows.order_by("group__order", "group", "number"):
        found = results.get(row.pk)
        standing = found.standing if found else None
        value = found.result.value if found else None
        yield [
            row.number,
            row.blind_number,
            row.group.title,
            row.contestant.name,
            row.contestant.staff_number,
            row.unit.name if row.unit else "",
            row.title,
            row.get_state_display(),
            float(value) if value is not None else None,
            standing.place if standing else None,
            levels.get(standing.award or 0, "") if standing else "",
            "是" if row.names_public else "否",
            "是" if row.work_public else "否",
            row.reason,
        ]


def _points(contest: Contest) -> Iterator[list[Cell]]:
    rows = Assignment.objects.handed_in().filter(entry__contest=contest)
    rows = rows.select_related("entry", "juror__user").prefetch_related("scores__criterion")
    for row in rows.order_by("entry__number", "pk"):
        scores = sorted(row.scores.all(), key=lambda each: (each.criterion.order, each.pk))
        for score in scores:
            yield [
                row.entry.number,
                row.juror.user.name,
                score.criterion.title,
                score.criterion.weight,
                float(score.value),
                row.handed_in_at,
                row.comment,
            ]


def _jury(contest: Contest) -> Iterator[list[Cell]]:
    for juror in jurors_of(contest):
        unit = juror.user.unit
        yield [
            juror.user.name,
            juror.user.staff_number,
            unit.name if unit else "",
            "、".join(group.title for group in juror.groups.all()) or "各组",
            juror.given,
            juror.done,
            juror.left_reason,
        ]


def _objections(contest: Contest) -> Iterator[list[Cell]]:
    rows = Objection.objects.filter(entry__contest=contest)
    for row in rows.select_related("entry__contestant", "answered_by"):
        yield [
            row.entry.number,
            row.entry.contestant.name,
            row.text,
            row.filed_at,
            row.get_outcome_display(),
            row.answer,
            row.answered_by.name if row.answered_by else "",
            row.answered_at,
        ]
