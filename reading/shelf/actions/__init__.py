"""The only writer of reading records and of what hangs on them.

Whoever asks, a record is found among the reader's own: for everybody else it does not exist
(``DoesNotExist``, which the web shows as 404). All writes of one reader wait for one another on the
reader's row, so that two taps or two tabs leave what one would have left.
"""

from reading.shelf.actions.importing import import_rows
from reading.shelf.actions.logs import ensure_records_for_logs, forget_log, note_log
from reading.shelf.actions.notes import add_note, change_note, delete_note
from reading.shelf.actions.photos import add_photo, delete_photo
from reading.shelf.actions.progress import delete_progress, note_progress
from reading.shelf.actions.records import (
    choose_kind,
    delete_record,
    let_count,
    move_dates,
)
from reading.shelf.actions.states import move, want_all

__all__ = [
    "add_note",
    "add_photo",
    "change_note",
    "choose_kind",
    "delete_note",
    "delete_photo",
    "delete_progress",
    "delete_record",
    "ensure_records_for_logs",
    "forget_log",
    "import_rows",
    "let_count",
    "move",
    "move_dates",
    "note_log",
    "note_progress",
    "want_all",
]
