"""The only writer of attendance. One function a verb."""

from forums.attendance.actions.correcting import restore, set_stay, void
from forums.attendance.actions.hosting import add_host, remove_host, set_walk_ins
from forums.attendance.actions.keeping import add_photo, number_sheet
from forums.attendance.actions.marking import (
    Marked,
    mark,
    mark_codes,
    mark_ticket,
    ticket_holder,
)
from forums.attendance.actions.signing import sign_in
from forums.attendance.errors import CodeIsWrong, TooManyTries

__all__ = [
    "CodeIsWrong",
    "Marked",
    "TooManyTries",
    "add_host",
    "add_photo",
    "mark",
    "mark_codes",
    "mark_ticket",
    "number_sheet",
    "remove_host",
    "restore",
    "set_stay",
    "set_walk_ins",
    "sign_in",
    "ticket_holder",
    "void",
]
