"""Pure decisions about passages: which comes when, and what a week of reading looks like."""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# A passage returns after more than a year: 365 days before and after stay free of it.
APART = timedelta(days=365)
# Beyond so many days it does not matter how long an author has not been read.
FAR = 30
WEEK = 7


@dataclass(frozen=True)
class Candidate:
    """A passage of the pool."""

    pk: int
    author: str


def rotate(
    empty: Collection[date], taken: Mapping[date, int], pool: Iterable[Candidate]
) -> dict[date, int]:
    """Give passages to empty days; none comes twice within a year.

    Days that no passage may have stay out of the answer. Authors are spread: none on two days
    running as long as there is another; the one with more than half of what is left goes first;
    else it counts how much an author has left and how long nothing of it was read. Of an author
    that passage comes which has rested longest.

    Args:
        empty: days without a passage.
        taken: passages, by number, of all days within a year of the empty ones.
        pool: what may be given.
    """
    by_pk = {each.pk: each for each in pool}
    uses: dict[int, list[date]] = {pk: [] for pk in by_pk}
    for day, pk in taken.items():
        uses.setdefault(pk, [])
        insort(uses[pk], day)
    authors = {day: by_pk[pk].author for day, pk in taken.items() if pk in by_pk}
    left = Counter(each.author for each in by_pk.values())
    given: dict[date, int] = {}
    for day in sorted(set(empty) - set(taken)):
        may = [each for each in by_pk.values() if is_free(uses[each.pk], day)]
        if not may:
            continue
        total = sum(left.values())
        distances = {author: _distance(authors, author, day) for author in left}

        def order(each: Candidate, day: date = day, total: int = total) -> tuple[object, ...]:
            distance, rest = distances[each.author], left[each.author]  # noqa: B023 used at once
            return (
                distance == 1,
                rest * 2 <= total,
                -rest * distance,
                _last(uses[each.pk], day),
                each.pk,
            )

        chosen = min(may, key=order)
        given[day] = chosen.pk
        insort(uses[chosen.pk], day)
        authors[day] = chosen.author
        left[chosen.author] -= 1
    return given


def is_free(uses: list[date], day: date) -> bool:
    """Say whether a passage may stand on ``day``: not within a year of its other days.

    Args:
        uses: its days, sorted.
    """
    place = bisect_left(uses, day)
    return all(abs(other - day) > APART for other in uses[max(place - 1, 0) : place + 1])


def _distance(authors: Mapping[date, str], author: str, day: date) -> int:
    """Return the days to the nearest day of an author, at most ``FAR``."""
    for days in range(1, FAR):
        step = timedelta(days=days)
        if author in (authors.get(day - step), authors.get(day + step)):
            return days
    return FAR


def _last(uses: list[date], day: date) -> date:
    place = bisect_left(uses, day)
    return uses[place - 1] if place else date.min


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the week of ``day``."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=WEEK - 1)


@dataclass(frozen=True)
class Week:
    """A week of reading against the reader's own aim.

    Attributes:
        read: days on which the passage was read.
        wished: the aim as the reader set it.
        free: days off that lower it.
    """

    read: int
    wished: int
    free: int

    @property
    def aim(self) -> int:
        """What the week asks for."""
        return max(self.wished - self.free, 0)

    @property
    def words(self) -> str:
        """The week in one sentence, the same friendly voice whatever was read."""
        if not self.aim:
            so_far = f"已读 {self.read} 天" if self.read else "想读随时可以读"
            return f"本周休息，不设目标，{so_far}。"
        lowered = f"（有 {self.free} 天休息，从 {self.wished} 天减下来）" if self.free else ""
        return f"本周读了 {self.read} 天，目标 {self.aim} 天{lowered}。"


def free_days(
    monday: date,
    since: date,
    is_workday: Callable[[date], bool],
    holidays: Collection[tuple[date, date]],
) -> int:
    """Return how many days of a week lower the aim.

    A weekday off counts, each day of a school holiday, and each weekday before the record began.
    An ordinary weekend does not: whoever aims at seven days means it; nor does a weekend that is
    worked instead raise the aim.

    Args:
        monday: the week's first day.
        since: the day on which the record began.
        is_workday: of the district's calendar.
        holidays: first and last days of school holidays.
    """
    count = 0
    for offset in range(WEEK):
        day = monday + timedelta(days=offset)
        is_weekday = offset < 5
        off = is_weekday and (day < since or not is_workday(day))
        count += off or any(first <= day <= last for first, last in holidays)
    return count
