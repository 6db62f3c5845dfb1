"""Moving everything that names one book to another; ``merge_works`` is the way in."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from modelsearch.backends import get_search_backends_with_name
from wagtail.models import ReferenceIndex

from reading.models import (
    OPEN_STATES,
    BookEvent,
    BookListItem,
    BookListPage,
    Edition,
    Placement,
    PlannedBook,
    ProgressEntry,
    Proposal,
    ReadingLogPage,
    ReadingRecord,
    ReadingState,
    Work,
)

# What an entry takes over from the other where its own is empty.
FACTS = ("original_title", "authors", "clc", "subject", "description", "cover")


def take_over_facts(target: Work, source: Work) -> None:
    """Fill what ``target`` lacks; a classic stays one, and what was approved is approved."""
    others = Work.objects.filter(merged_into__isnull=True).exclude(pk__in=(target.pk, source.pk))
    for name in FACTS:
        taken = name == "authors" and others.filter(title=target.title, authors=source.authors)
        if not getattr(target, name) and not taken:
            setattr(target, name, getattr(source, name))
    target.is_classic = target.is_classic or source.is_classic
    if source.kind_set_by_editor and not target.kind_set_by_editor:
        target.kind, target.kind_set_by_editor = source.kind, True
    if source.state == Work.State.APPROVED:
        target.state = Work.State.APPROVED


def move_links(target: Work, source: Work) -> None:
    """Let every row that refers to ``source`` refer to ``target``, of whichever model.

    Models with a rule that two moved rows could break have a mover of their own; all others, and
    those that are added some day, are moved as they are.
    """
    lists = set(_pages_of(BookListItem.objects.filter(work=source), "page_id"))
    logs = set(_pages_of(ReadingLogPage.objects.filter(work=source), "pk"))
    for relation in _relations(Work):
        mover = MOVERS.get(relation.related_model, _move_all)
        mover(relation, target, source)
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Work), to_object_id=str(source.pk)
    )
    references.update(to_object_id=str(target.pk))
    _index_again(BookListPage, lists)
    _index_again(ReadingLogPage, logs)


def _pages_of(rows: Any, name: str) -> list[int]:
    return list(rows.order_by().values_list(name, flat=True))


def _relations(model: type[Model]) -> list[ForeignObjectRel]:
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, ForeignObjectRel)]


def _move_all(relation: ForeignObjectRel, target: Model, source: Model) -> None:
    name = relation.field.name
    relation.related_model._base_manager.filter(**{name: source}).update(**{name: target})


def _move_unless(*beside: str) -> Callable[[ForeignObjectRel, Model, Model], None]:
    """Return a mover for rows of which ``target`` may have only one for the same ``beside``."""

    def move(relation: ForeignObjectRel, target: Model, source: Model) -> None:
        name, rows = relation.field.name, relation.related_model._base_manager
        there = set(rows.filter(**{name: target}).values_list(*beside))
        for row in rows.filter(**{name: source}):
            if tuple(getattr(row, field) for field in beside) in there:
                row.delete()
        _move_all(relation, target, source)

    return move


def _move_editions(relation: ForeignObjectRel, target: Work, source: Work) -> None:
    """Move editions; one that ``target`` has already takes over what hangs on the other."""
    present = list(Edition.objects.filter(work=target))
    last = max((each.sort_order or 0 for each in present), default=0)
    for number, edition in enumerate(Edition.objects.filter(work=source), start=1):
        same = next((each for each in present if _is_same(each, edition)), None)
        if same is None:
            edition.work, edition.sort_order = target, last + number
            edition.save(update_fields=["work", "sort_order"])
            continue
        for name in ("translators", "publisher", "year", "isbn", "pages"):
            setattr(same, name, getattr(same, name) or getattr(edition, name))
        same.save()
        for named in _relations(Edition):
            _move_all(named, same, edition)
        edition.delete()


def _is_same(one: Edition, other: Edition) -> bool:
    if one.isbn and other.isbn:
        return one.isbn == other.isbn
    return (one.publisher, one.year) == (other.publisher, other.year)


def _move_items(relation: ForeignObjectRel, target: Work, source: Work) -> None:
    """A list that names both keeps the first of the two, with both reasons."""
    both = BookListItem.objects.filter(work=target, page__items__work=source)
    for page_id in set(both.values_list("page_id", flat=True)):
        pair = BookListItem.objects.filter(page=page_id, work__in=(target, source))
        kept, *others = pair.order_by("sort_order", "pk")
        kept.reason = joined_reasons([kept.reason, *(other.reason for other in others)])
        BookListItem.objects.filter(pk__in=[other.pk for other in others]).delete()
        kept.work = target
        kept.save()
    _move_all(relation, target, source)


def joined_reasons(reasons: list[str]) -> str:
    """Return several reasons for one book as one text, each once."""
    return "\n".join(dict.fromkeys(text for reason in reasons if (text := reason.strip())))


def _move_records(relation: ForeignObjectRel, target: Work, source: Work) -> None:
    """A reader with an open record of both keeps one; finished readings stay each for itself."""
    opened = ReadingRecord.objects.select_for_update().filter(state__in=OPEN_STATES)
    of_target = {record.reader_id: record for record in opened.filter(work=target)}
    for record in opened.filter(work=source, reader__in=of_target):
        other = of_target[record.reader_id]
        is_ahead = record.state == ReadingState.READING and other.state == ReadingState.WANT
        kept, gone = (record, other) if is_ahead else (other, record)
        _fold(kept, gone)
    _move_all(relation, target, source)


def _fold(kept: ReadingRecord, gone: ReadingRecord) -> None:
    for relation in _relations(ReadingRecord):
        RECORD_MOVERS.get(relation.related_model, _move_all)(relation, kept, gone)
    for name in ("wanted_on", "started_on", "created_at"):
        setattr(kept, name, _least(getattr(kept, name), getattr(gone, name)))
    kept.page = max(kept.page or 0, gone.page or 0) or None
    for name in ("edition_id", "pages", "chosen_kind", "log_id", "logged_on"):
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    kept.counts = kept.counts and gone.counts
    gone.delete()
    kept.save()


def _least(one: Any, other: Any) -> Any:
    return min((value for value in (one, other) if value is not None), default=None)


def _move_progress(relation: ForeignObjectRel, kept: ReadingRecord, gone: ReadingRecord) -> None:
    """Of two entries of one day the greater page stays."""
    by_day = {entry.on: entry for entry in ProgressEntry.objects.filter(record=kept)}
    for entry in ProgressEntry.objects.filter(record=gone):
        if same := by_day.get(entry.on):
            same.page = max(same.page, entry.page)
            same.save(update_fields=["page"])
            entry.delete()
    _move_all(relation, kept, gone)


def _move_placement(relation: ForeignObjectRel, kept: ReadingRecord, gone: ReadingRecord) -> None:
    if not Placement.objects.filter(record=kept).exists():
        _move_all(relation, kept, gone)


MOVERS: dict[Any, Callable[..., None]] = {
    BookEvent: _move_unless("page_id"),
    BookListItem: _move_items,
    Edition: _move_editions,
    PlannedBook: _move_unless("reader_id", "year_id"),
    Proposal: _move_unless("proposed_by_id"),
    ReadingRecord: _move_records,
}
RECORD_MOVERS: dict[Any, Callable[..., None]] = {
    Placement: _move_placement,
    ProgressEntry: _move_progress,
}


def _index_again(model: type[Model], pks: set[int]) -> None:
    """Pages are found by the titles of their books."""
    if not pks:
        return
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(model, model._default_manager.filter(pk__in=pks))
