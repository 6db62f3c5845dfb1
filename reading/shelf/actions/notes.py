"""Thoughts and quotations of a reader, each with its page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from editorial.errors import NotPossible
from people.models import User
from reading.models import Note
from reading.shelf import rules
from reading.shelf.actions.locking import lock_shelf, locked_record


@transaction.atomic
def add_note(
    *, reader: User, record_id: int, kind: str, text: str, page: int | None = None
) -> Note:
    """Keep a thought or a quotation; the same words on the same page are kept once.

    Raises:
        ReadingRecord.DoesNotExist: not the reader's.
        NotPossible: the record is full.
        ValidationError: the text or the page cannot be, by field.
    """
    record = locked_record(reader, record_id)
    values = _checked(kind, text, page)
    if same := record.notes.filter(**values).first():
        return same
    if record.notes.count() >= rules.MOST_NOTES_A_RECORD:
        raise NotPossible(f"一次阅读最多记 {rules.MOST_NOTES_A_RECORD} 条，请先删去一些。")
    return Note.objects.create(record=record, **values)


@transaction.atomic
def change_note(
    *, reader: User, note_id: int, kind: str, text: str, page: int | None = None
) -> Note:
    """Change one's own note.

    Raises:
        Note.DoesNotExist: not the reader's.
        ValidationError: the text or the page cannot be, by field.
    """
    note = _own(reader, note_id)
    for name, value in _checked(kind, text, page).items():
        setattr(note, name, value)
    note.save()
    return note


@transaction.atomic
def delete_note(*, reader: User, note_id: int) -> Note:
    """Delete one's own note and return it as it was.

    Raises:
        Note.DoesNotExist: not the reader's.
    """
    note = _own(reader, note_id)
    pk = note.pk
    note.delete()
    note.pk = pk
    return note


def _own(reader: User, note_id: int) -> Note:
    lock_shelf(reader)
    return Note.objects.select_related("record").get(pk=note_id, record__reader=reader)


def _checked(kind: str, text: str, page: int | None) -> dict[str, Any]:
    problems = {}
    text = text.strip()
    most = rules.MOST_QUOTED if kind == Note.Kind.QUOTATION else rules.MOST_NOTED
    if kind not in Note.Kind.values:
        problems["kind"] = "请选一类。"
    if not text:
        problems["text"] = "请写几个字。"
    elif len(text) > most:
        problems["text"] = f"最多 {most} 个字，现在有 {len(text)} 个字。"
    if problem := rules.page_problem(page):
        problems["page"] = problem
    if problems:
        raise ValidationError(problems)
    return {"kind": kind, "text": text, "page": page}
