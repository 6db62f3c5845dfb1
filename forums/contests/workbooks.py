"""What is kept about one person's part in contests, as sheets of the own workbook."""

from typing import IO, TYPE_CHECKING

from editorial.workbooks import Table, new_book, saved
from forums.models import Assignment, Entry, Objection
from people.models import User

if TYPE_CHECKING:
    from openpyxl import Workbook


def own_sheets(book: "Workbook", user: User) -> None:
    """Add entries, objections and judging of a person. Queries: 3.

    Results and comments stand there once they are public; whose entries were judged never does.
    """
    event = ("比赛", 32)
    columns = [event, ("组别", 16), ("作品号", 8), ("作品名称", 32), ("状态", 10), ("交来时间", 18)]
    columns += [("公布姓名", 8), ("公开作品", 8), ("得分", 10), ("奖项", 12), ("评语", 60)]
    rows = Entry.objects.filter(contestant=user).select_related("contest__page", "group", "award")
    Table(book, "参赛作品", columns).write(
        (
            row.contest.page.title,
            row.group.title,
            row.number,
            row.title,
            row.get_state_display(),
            row.entered_at,
            "是" if row.names_public else "否",
            "是" if row.work_public else "否",
            float(row.result) if row.result is not None else None,
            row.award.title if row.award else "",
            "\n".join(s["comment"] for s in (row.explanation or {"sheets": []})["sheets"]),
        )
        for row in rows
    )
    objections = Objection.objects.filter(entry__contestant=user)
    Table(book, "异议", [event, ("异议", 50), ("结论", 10), ("答复", 50)]).write(
        (row.entry.contest.page.title, row.text, row.get_outcome_display(), row.answer)
        for row in objections.select_related("entry__contest__page")
    )
    judged = Assignment.objects.filter(juror__user=user, ended_at=None)
    columns = [event, ("盲评号", 8), ("评语", 60), ("交分时间", 18)]
    Table(book, "我的评审", columns).write(
        (row.entry.contest.page.title, row.entry.blind_number, row.comment, row.handed_in_at)
        for row in judged.select_related("entry__contest__page")
    )


def own_workbook(user: User) -> IO[bytes]:
    """Return all that is kept about one's part in contests; the caller closes the file."""
    book = new_book()
    own_sheets(book, user)
    return saved(book)
