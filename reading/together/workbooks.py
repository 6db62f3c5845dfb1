"""What is kept about one teacher's reading together, as sheets of the own workbook."""

from typing import TYPE_CHECKING

from editorial.workbooks import Table
from people.models import User
from reading.models import GroupMember, GroupNote

if TYPE_CHECKING:
    from openpyxl import Workbook


def own_sheets(book: "Workbook", reader: User) -> None:
    """Add the groups that a reader belongs to and the own notes, removed ones too. Queries: 2."""
    group = ("共读", 28)
    members = GroupMember.objects.filter(user=reader).select_related("group__work")
    Table(book, "参加的共读", [group, ("书名", 28), ("加入时间", 18)]).write(
        (each.group.title, each.group.work.title, each.joined_at) for each in members
    )
    notes = GroupNote.objects.filter(author=reader).select_related("week__group")
    columns = [
        group, ("第几周", 8), ("页码", 8), ("札记", 80), ("写下的时间", 18), ("移走的时间", 18),
        ("移走的理由", 30),
    ]  # fmt: skip
    Table(book, "共读札记", columns).write(
        (
            note.week.group.title,
            note.week.number,
            note.page,
            note.text,
            note.made_at,
            note.removed_at,
            note.removal_reason,
        )
        for note in notes
    )
