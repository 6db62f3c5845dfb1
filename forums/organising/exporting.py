"""The list of those who registered as an Excel file; who took it, and why, is noted first."""

from collections.abc import Iterator
from typing import IO

from wagtail.log_actions import log

from editorial.errors import NotPossible
from editorial.workbooks import Cell, Table, new_book, saved
from forums.models import ForumEventPage, Registration
from forums.organising.queries import questions_of, registrations_of
from forums.registration.actions.locking import require_organiser
from people.models import User

LIST_TAKEN = "forums.event.export"
COLUMNS = (
    ("序号", 6),
    ("姓名", 12),
    ("工号", 14),
    ("单位", 28),
    ("状态", 12),
    ("名额来自", 20),
    ("报名时间", 18),
    ("代报人", 12),
    ("已确认", 8),
    ("理由", 24),
)


def export_list(*, page_id: int, by: User, reason: str) -> IO[bytes]:
    """Return the file at its start; the caller closes it.

    Raises:
        ReviewRefused: ``by`` does not run the event.
        NotPossible: there is none, or no reason is given.
    """
    page = ForumEventPage.objects.filter(pk=page_id).first()
    if page is None:
        raise NotPossible("没有这场活动。")
    require_organiser(by, page)
    if not reason.strip():
        raise NotPossible("请写明导出的用途。")
    questions = questions_of(page)
    book = new_book()
    columns = [*COLUMNS, *((question.label, 24) for question in questions)]
    names = [question.pk for question in questions]
    count = Table(book, "报名名单", columns).write(_rows(page, names, ""))
    count += Table(book, "已退出", columns).write(_rows(page, names, "ended"))
    file = saved(book)
    log(instance=page, action=LIST_TAKEN, user=by, data={"reason": reason.strip(), "rows": count})
    return file


def _rows(page: ForumEventPage, questions: list[int], chosen: str) -> Iterator[list[Cell]]:
    for row in registrations_of(page, chosen):
        answers = {answer.question_id: answer.text for answer in row.answers.all()}
        yield [*_facts(row), *(answers.get(pk, "") for pk in questions)]


def _facts(row: Registration) -> list[Cell]:
    return [
        row.number,
        row.user.name,
        row.user.staff_number,
        row.unit.name if row.unit else "",
        row.get_state_display(),
        row.seat_from.unit.name if row.seat_from else "",
        row.registered_at,
        row.registered_by.name if row.registered_by else "",
        "是" if row.confirmed_at else "",
        row.reason,
    ]
