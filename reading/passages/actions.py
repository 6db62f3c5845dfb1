"""What editors do with the calendar of passages, one function a verb, each in one transaction."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from people.models import User
from reading.models import Passage, PassageDay
from reading.passages.rules import APART, Candidate, is_free, rotate

LONGEST_FILL = 731  # days at once


@dataclass(frozen=True)
class Filled:
    """What filling the gaps did.

    Attributes:
        days: the days that got a passage.
        left: the days that stay empty, because every passage is too near.
    """

    days: tuple[date, ...]
    left: tuple[date, ...]


def require_editor(by: User) -> None:
    """Raise PermissionDenied unless the person keeps the calendar."""
    if not by.has_perm("reading.change_passageday"):
        raise PermissionDenied("只有编辑可以排读段。")


@transaction.atomic
def fill_gaps(*, by: User, first: date, last: date) -> Filled:
    """Give the empty days from ``first`` to ``last`` passages in rotation.

    No passage comes twice within 365 days, before or after, those already scheduled included; what
    cannot be filled so stays empty and is reported. Past days are left alone. Queries: 3.

    Raises:
        PermissionDenied: not an editor.
        ValidationError: the days are the wrong way round, or too many at once.
    """
    require_editor(by)
    first = max(first, timezone.localdate())
    if last < first:
        raise ValidationError("结束日期不能早于开始日期，也不能早于今天。")
    if (last - first).days >= LONGEST_FILL:
        raise ValidationError("一次最多补两年，请缩短日期。")
    pool = locked_pool()
    taken = dict(
        PassageDay.objects.filter(date__range=(first - APART, last + APART)).values_list(
            "date", "passage_id"
        )
    )
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    empty = [day for day in days if day not in taken]
    given = rotate(empty, taken, pool)
    PassageDay.objects.bulk_create(
        PassageDay(date=day, passage_id=pk) for day, pk in sorted(given.items())
    )
    return Filled(tuple(sorted(given)), tuple(day for day in empty if day not in given))


@transaction.atomic
def schedule(*, by: User, day: date, passage: Passage) -> list[date]:
    """Put a passage on a day of today or later, in place of another. Queries: 3 to 4.

    Returns:
        the days within a year that have the same passage: an editor may wish it, and is told.

    Raises:
        PermissionDenied: not an editor.
        ValidationError: the day is past; what was shown stays.
    """
    require_editor(by)
    _require_coming(day)
    locked_pool()
    PassageDay.objects.update_or_create(date=day, defaults={"passage": passage})
    return near_days(passage.pk, day)


@transaction.atomic
def move(*, by: User, day: date, to: date) -> PassageDay | None:
    """Move the passage of a day to another; where that has one, the two change places.

    Returns:
        the day that was on the other's place and is now at ``day``, or nothing. Queries: 3 to 4.

    Raises:
        PermissionDenied: not an editor.
        ValidationError: a day is past, or there is nothing to move.
    """
    require_editor(by)
    _require_coming(day)
    _require_coming(to)
    locked_pool()
    rows = {row.date: row for row in PassageDay.objects.filter(date__in={day, to})}
    moved = rows.get(day)
    if moved is None:
        raise ValidationError("这一天没有读段可以移动。")
    other = rows.get(to) if to != day else None
    if other is None:
        moved.date = to
        moved.save(update_fields=["date"])
        return None
    # The dates are unique, so the passages change places.
    moved.passage_id, other.passage_id = other.passage_id, moved.passage_id
    PassageDay.objects.bulk_update([moved, other], ["passage"])
    return moved


@transaction.atomic
def clear(*, by: User, day: date) -> bool:
    """Take the passage off a day of today or later; it stays in the pool. Queries: 1 to 2.

    Returns:
        whether there was one.

    Raises:
        PermissionDenied: not an editor.
        ValidationError: the day is past.
    """
    require_editor(by)
    _require_coming(day)
    count, _ = PassageDay.objects.filter(date=day).delete()
    return bool(count)


def near_days(passage: int, day: date) -> list[date]:
    """Return the other days within a year of ``day`` that have this passage. Queries: 1."""
    days = PassageDay.objects.filter(
        passage_id=passage, date__range=(day - APART, day + APART)
    ).exclude(date=day)
    found = sorted(days.values_list("date", flat=True))
    return [each for each in found if not is_free([each], day)]


def locked_pool() -> list[Candidate]:
    """Read the pool and keep other editors' changes to the calendar waiting till the commit."""
    rows = Passage.objects.select_for_update().order_by("pk").values_list("pk", "author")
    return [Candidate(pk, author) for pk, author in rows]


def _require_coming(day: date) -> None:
    if day < timezone.localdate():
        raise ValidationError("已经过去的日子不再改动。")
