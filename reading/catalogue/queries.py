"""Reads of the catalogue; each docstring gives the number of queries."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.by_date import newest_of
from portal.queries import readable_pages, specific_in_order
from reading.catalogue.rules import SEPARATOR, KindVerdict, author_key, classify, match_key
from reading.models import (
    BookEvent,
    BookListPage,
    Edition,
    LogQuotation,
    ReadingGroup,
    ReadingLogPage,
    ReadingRecord,
    ReadingState,
    Work,
)

# A number of readers below this would tell who they are.
FEWEST_READERS = 5
SHOWN_QUOTATIONS = 6
SHOWN_LISTS = 6
SHOWN_EVENTS = 4


def kinds_for(work: Work, subject_name: str = "") -> KindVerdict:
    """Return what a book may count as for a teacher of a subject, with the reason. Queries: 0.

    Args:
        work: of the catalogue, or proposed.
        subject_name: what the reader teaches; empty where that is not known.
    """
    return classify(work.facts, subject_name)


def subject_of(reader: Any) -> str:
    """Return the name of what a person teaches, or nothing.

    Queries: 0 where ``teacher_profile__subject`` was fetched with the person, else at most 2.
    """
    profile = getattr(reader, "teacher_profile", None)
    subject = profile.subject if profile else None
    return subject.name if subject else ""


def living(ids: Collection[int]) -> dict[int, int]:
    """Return for each number of a book under which number it lives now.

    A merged book leads to the one that it became; a deleted one is left out. Queries: 1, or 0
    for no numbers.
    """
    if not ids:
        return {}
    rows = Work.objects.filter(pk__in=ids).values_list("pk", "merged_into_id")
    return {pk: into or pk for pk, into in rows}


def find_known(*, title: str, authors: str, isbns: Iterable[str] = ()) -> Work | None:
    """Return the entry of the catalogue, approved or waiting, that is this book.

    An ISBN goes first; of several books with one ISBN, the one with the same title. An entry
    without an author fits the only one with the same title.

    Args:
        title, authors: as somebody wrote them.
        isbns: of thirteen figures.

    Queries: 1 to 4.
    """
    works = Work.objects.exclude(state=Work.State.MERGED).order_by("state", "pk")
    key = match_key(title, authors)
    if numbers := [isbn for isbn in isbns if isbn]:
        found = list(works.filter(pk__in=Edition.objects.filter(isbn__in=numbers).values("work")))
        if found:
            return next((work for work in found if work.match_key == key), found[0])
    same = works.filter(match_key=key).first()
    if same is not None:
        return same
    main = key.split(SEPARATOR)[0] + SEPARATOR
    alike = works.filter(match_key__startswith=main) if not author_key(authors) else None
    if alike is None:  # with an author: an entry that names none may be the same book
        return works.filter(match_key=main).first()
    candidates = list(alike[:2])
    return candidates[0] if len(candidates) == 1 else None


def waiting_count() -> int:
    """Return how many proposed books wait for an editor. Queries: 1."""
    return Work.objects.filter(state=Work.State.PROPOSED).count()


def doubles(most: int) -> list[list[Work]]:
    """Return groups of entries that are probably one book: by ISBN, then by title and author.

    Args:
        most: so many groups of each sort.

    Queries: 4.
    """
    works = Work.objects.exclude(state=Work.State.MERGED)
    isbns = (
        Edition.objects.exclude(isbn="")
        .exclude(work__state=Work.State.MERGED)
        .order_by()
        .values_list("isbn")
        .annotate(number=Count("work", distinct=True))
        .filter(number__gt=1)
    )
    keys = (
        works.exclude(match_key="")
        .order_by()
        .values_list("match_key")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    shared = [isbn for isbn, _ in isbns[:most]]
    same = [key for key, _ in keys[:most]]
    wanted = Q(pk__in=Edition.objects.filter(isbn__in=shared).values("work")) | Q(
        match_key__in=same
    )
    found = list(works.filter(wanted).prefetch_related("editions").order_by("state", "pk"))
    groups = [
        [work for work in found if isbn in {each.isbn for each in work.editions.all()}]
        for isbn in shared
    ]
    groups += [[work for work in found if work.match_key == key] for key in same]
    return _without_repeats(groups)


def _without_repeats(groups: list[list[Work]]) -> list[list[Work]]:
    seen: set[frozenset[int]] = set()
    kept = []
    for group in groups:
        members = frozenset(work.pk for work in group)
        if len(members) > 1 and members not in seen:
            seen.add(members)
            kept.append(group)
    return kept


# -- the book's page ---------------------------------------------------------------------------


def logs_about(work: Work, reader: Any) -> PageQuerySet:
    """Return the logs about a book that a reader may read, newest first. Queries: 4, when read."""
    logs = readable_pages(reader, ReadingLogPage.objects.for_cards())
    return newest_of(logs, "work_id", [work.pk])


def lists_with(work: Work, reader: Any) -> list[BookListPage]:
    """Return the newest lists with a book that a reader may read. Queries: 4."""
    naming = BookListPage.objects.filter(items__work=work)
    lists = readable_pages(reader, naming).for_cards().order_by("-first_published_at")
    return list(lists.distinct()[:SHOWN_LISTS])


def quotations_from(logs: Iterable[Page]) -> list[LogQuotation]:
    """Return the first quotation of each log that has any, with the log. Queries: 1.

    Args:
        logs: those that the page shows, so that nobody reads more of a log here than there.
    """
    by_pk = {log.pk: log for log in logs}
    if not by_pk:
        return []
    chosen: dict[int, LogQuotation] = {}
    rows = LogQuotation.objects.filter(log__in=by_pk).order_by("sort_order", "pk")
    for quotation in rows:
        chosen.setdefault(quotation.log_id, quotation)
    for quotation in chosen.values():
        quotation.log = by_pk[quotation.log_id]
    return [chosen[pk] for pk in by_pk if pk in chosen][:SHOWN_QUOTATIONS]


def events_about(work: Work, reader: Any) -> list[Page]:
    """Return the events that a reader may read: linked by editors, or the salon of a group.

    Queries: 1 where there are none; else 4, for any number.
    """
    linked = BookEvent.objects.filter(work=work).order_by().values_list("page_id", flat=True)
    closing = ReadingGroup.objects.filter(work=work, salon__isnull=False).order_by()
    ids = set(linked.union(closing.values_list("salon_id", flat=True), all=True))
    newest_first = sorted(ids, reverse=True)[:SHOWN_EVENTS]
    return specific_in_order(newest_first, reader) if newest_first else []


def number_of_readers(work: Work) -> int | None:
    """Return how many people finished a book; nothing below ``FEWEST_READERS``. Queries: 1."""
    finished = ReadingRecord.objects.filter(work=work, state=ReadingState.FINISHED)
    number = finished.aggregate(number=Count("reader", distinct=True))["number"]
    return number if number >= FEWEST_READERS else None


def narrowed(works: QuerySet[Work], words: str) -> QuerySet[Work]:
    """Return the works that all words fit: in title, original title or authors, or as ISBN."""
    compact = words.replace("-", "").replace(" ", "")
    if compact.isascii() and len(compact) in (10, 13) and compact[:-1].isdigit():
        return works.filter(pk__in=with_isbn(compact))
    for word in words.strip("《》 ").split():
        works = works.filter(
            Q(title__icontains=word)
            | Q(authors__icontains=word)
            | Q(original_title__icontains=word)
            | Q(match_key__contains=match_key(word, "").rstrip(SEPARATOR) or word)
        )
    return works


def with_isbn(compact: str) -> QuerySet[Edition, int]:
    """Return the numbers of the works that have an edition with an ISBN of 10 or 13 figures."""
    from stdnum import isbn

    thirteen = isbn.to_isbn13(compact) if isbn.is_valid(compact) else compact
    return Edition.objects.filter(isbn=thirteen).values_list("work_id", flat=True)


def _with_isbn() -> Exists:
    return Exists(Edition.objects.filter(work=OuterRef("pk")).exclude(isbn=""))


# What an entry of the catalogue may lack: in words, and which of some works lack it.
LACKS: dict[str, tuple[str, Callable[[QuerySet[Work]], QuerySet[Work]]]] = {
    "isbn": ("没有 ISBN", lambda works: works.exclude(_with_isbn())),
    "clc": ("没有分类号", lambda works: works.filter(clc="")),
    "authors": ("没有作者", lambda works: works.filter(authors="")),
    "description": ("没有简介", lambda works: works.filter(description="")),
}


def waiting_first(works: QuerySet[Work]) -> QuerySet[Work]:
    """Order so that proposed books come first, the newest proposals ahead."""
    is_waiting = Q(state=Work.State.PROPOSED)
    return works.annotate(is_waiting=is_waiting).order_by(F("is_waiting").desc(), "title", "pk")


def named_somewhere(ids: Collection[int]) -> set[int]:
    """Return those of some books that cannot be deleted: something names them.

    Queries: one for each sort of thing that may, none for no books.
    """
    from django.db.models import PROTECT

    found: set[int] = set()
    for relation in Work._meta.related_objects if ids else ():
        if relation.on_delete is PROTECT:
            name = relation.field.attname
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": ids})
            found |= set(rows.order_by().values_list(name, flat=True).distinct())
    return found
