"""Years, rules and finished books for the tests of the programme."""

from datetime import date, timedelta
from itertools import count

from people.models import TeacherProfile, Unit, User
from reading.models import Work
from reading.models.programme import Period, ReadingYear, RuleSet
from reading.models.records import ReadingRecord, ReadingState
from reading.programme.rules import Book

FIRST = date(2025, 9, 1)
LAST = date(2026, 8, 31)
_numbers = count(1)


def book(number, *kinds, logged=False, **values):
    """Return a book for the rules, finished ``number`` days after the first."""
    return Book(
        number, number, f"书{number}", FIRST + timedelta(days=number), logged, kinds, **values
    )


def make_rule_set(**values) -> RuleSet:
    return RuleSet.objects.create(**{"name": f"规则{next(_numbers)}"} | values)


def make_year(starts_on=FIRST, ends_on=LAST, **values) -> ReadingYear:
    """Return a year, by default from September 2025 to August 2026."""
    values = {"name": f"{starts_on.year} 年度"} | values
    rule_set = values.pop("rule_set", None) or make_rule_set()
    return ReadingYear.objects.create(
        starts_on=starts_on, ends_on=ends_on, rule_set=rule_set, **values
    )


def make_work(kind="classic", **values) -> Work:
    """Return a book whose kind editors decided; a monograph may count as general reading too."""
    values = {"kind_set_by_editor": kind != "monograph"} | values
    return Work.objects.create(**{"title": f"某书{next(_numbers)}", "kind": kind} | values)


def finish(reader: User, work: Work | str = "classic", day=None, *, logged=False, **values):
    """Return a finished record of a work, or of a new one of a kind."""
    work = make_work(work) if isinstance(work, str) else work
    day = day or date(2025, 10, 1)
    return ReadingRecord.objects.create(
        reader=reader,
        work=work,
        state=ReadingState.FINISHED,
        finished_on=day,
        logged_on=day if logged else None,
        **values,
    )


def make_period(**values) -> Period:
    return Period.objects.create(
        **{
            "name": "2026 年寒假",
            "kind": Period.Kind.HOLIDAY,
            "starts_on": date(2026, 1, 20),
            "ends_on": date(2026, 2, 20),
        }
        | values
    )


def make_teachers(unit: Unit, amount: int, **profile) -> list[User]:
    """Return teachers of a unit who cannot log in; made at once, for lists of many."""
    users = User.objects.bulk_create(
        User(staff_number=f"P{next(_numbers):06}", name=f"虚构{n}", password="!")
        for n in range(amount)
    )
    TeacherProfile.objects.bulk_create(
        TeacherProfile(user=user, unit=unit, **profile) for user in users
    )
    return users
