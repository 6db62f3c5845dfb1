"""What is kept about one person's registrations, as sheets of the own workbook."""

from typing import IO, TYPE_CHECKING

from editorial.workbooks import Table, new_book, saved
from forums.models import Answer, Registration, RegistrationChange
from people.models import User

if TYPE_CHECKING:
    from openpyxl import Workbook

VERBS = {
    "register": "报名",
    "approve": "审核通过",
    "refuse": "审核未通过",
    "offer": "有名额",
    "accept": "接受名额",
    "lapse": "候补逾期",
    "ask": "请其确认",
    "confirm": "确认参加",
    "release": "让出名额",
    "cancel": "取消",
    "call_off": "活动取消",
}


def own_sheets(book: "Workbook", user: User) -> None:
    """Add the registrations of a person, the answers, and what happened. Queries: 3."""
    event = ("活动", 32)
    rows = Registration.objects.filter(user=user).select_related("page", "unit")
    columns = [event, ("序号", 6), ("状态", 14), ("单位", 24), ("报名时间", 18), ("理由", 30)]
    Table(book, "报名", columns).write(
        (
            row.page.title,
            row.number,
            row.get_state_display(),
            row.unit.name if row.unit else "",
            row.registered_at,
            row.reason,
        )
        for row in rows
    )
    answers = Answer.objects.filter(registration__user=user)
    answers = answers.select_related("registration__page", "question").order_by("pk")
    Table(book, "报名时的回答", [event, ("问题", 30), ("回答", 50)]).write(
        (row.registration.page.title, row.question.label, row.text) for row in answers
    )
    changes = RegistrationChange.objects.filter(registration__user=user)
    columns = [event, ("时间", 18), ("做了什么", 14), ("之后的状态", 14), ("说明", 40)]
    Table(book, "报名的变动", columns).write(
        (
            row.registration.page.title,
            row.at,
            VERBS.get(row.verb, row.verb),
            row.get_to_state_display(),
            row.note,
        )
        for row in changes.select_related("registration__page")
    )


def own_workbook(user: User) -> IO[bytes]:
    """Return all that is kept about one's registrations; the caller closes the file."""
    book = new_book()
    own_sheets(book, user)
    return saved(book)
