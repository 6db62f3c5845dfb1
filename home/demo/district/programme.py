"""The years of 2+N that lie behind, each with its terms and holidays."""

from datetime import date, timedelta
from random import Random

from home.demo.district.books import Book
from home.demo.district.bulk import Store, Table
from home.demo.district.people import Teacher
from home.demo.district.sizes import YEARS, Sizes
from reading.models import Period, PlannedBook, ReadingYear, RuleSet

RULES = "示例区 2+N 规则（虚构）"
# Beginning and end of each, as month and day; of the next year where the end comes first.
PERIODS = (
    ("寒假", Period.Kind.HOLIDAY, (1, 20), (2, 20)),
    ("春季学期", Period.Kind.TERM, (2, 21), (7, 5)),
    ("暑假", Period.Kind.HOLIDAY, (7, 6), (8, 31)),
    ("秋季学期", Period.Kind.TERM, (9, 1), (1, 19)),
)


def make_years(sizes: Sizes) -> list[ReadingYear]:
    """Return the school years that cover the records, making those that are missing."""
    rule_set = RuleSet.objects.first() or RuleSet.objects.create(name=RULES)
    found = []
    for start in range(sizes.today.year - YEARS - 1, sizes.today.year + 1):
        first, last = date(start, 9, 1), date(start + 1, 8, 31)
        if first <= sizes.today:
            known = ReadingYear.objects.filter(starts_on__lte=first, ends_on__gte=first).first()
            found.append(
                known
                or ReadingYear.objects.create(
                    name=f"{start}—{start + 1} 学年",
                    starts_on=first,
                    ends_on=last,
                    rule_set=rule_set,
                )
            )
    _make_periods(sizes)
    return found


def _calendar_years(sizes: Sizes) -> range:
    return range(sizes.today.year - YEARS, sizes.today.year + 1)


def _make_periods(sizes: Sizes) -> None:
    first = Period.objects.order_by("starts_on").values_list("starts_on", flat=True).first()
    before = first or sizes.today + timedelta(days=366)
    for year in _calendar_years(sizes):
        for name, kind, begins, ends in PERIODS:
            starts_on = date(year, *begins)
            ends_on = date(year + (ends < begins), *ends)
            if ends_on < before:
                Period.objects.create(
                    name=f"{year}年{name}", kind=kind, starts_on=starts_on, ends_on=ends_on
                )


def plan(
    years: list[ReadingYear], teachers: list[Teacher], books: list[Book], source: Random
) -> None:
    """Let every teacher plan two books for the newest year."""
    planned = Table(PlannedBook, "reader_id work_id slot", year_id=years[-1].pk)
    store = Store(planned)
    for teacher in teachers:
        for book in source.sample(books, 2):
            planned.add(teacher.pk, book.pk, book.kind)
        store.write()
    store.close()
