"""Years and finished books for the tests of the pictures."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from people.models import User
from reading.models import ReadingRecord, ReadingState, ReadingYear, RuleSet, Work
from tests.people.factories import TeacherFactory

_numbers = count(1)


def make_year(**values) -> ReadingYear:
    """Return the year that runs today, from its first month on."""
    today = timezone.localdate()
    values = {
        "name": f"{today.year}年",
        "starts_on": date(today.year, 1, 1),
        "ends_on": date(today.year, 12, 31),
    } | values
    rule_set, _ = RuleSet.objects.get_or_create(name="虚构规则")
    return ReadingYear.objects.create(rule_set=rule_set, **values)


def last_year() -> ReadingYear:
    """Return the year before, which lies behind whatever day it is."""
    number = timezone.localdate().year - 1
    return make_year(name=f"{number}年", starts_on=date(number, 1, 1), ends_on=date(number, 12, 31))


def make_work(kind: str = "classic", **values) -> Work:
    values = {"title": f"虚构之书{next(_numbers)}", "authors": "佚山"} | values
    return Work.objects.create(kind=kind, **values)


def finish(reader: User, year: ReadingYear, *, kind: str = "classic", after: int = 0, **values):
    """Return a record finished ``after`` days into the year."""
    work = values.pop("work", None) or make_work(kind)
    values = {"finished_on": year.starts_on + timedelta(days=after)} | values
    return ReadingRecord.objects.create(
        reader=reader, work=work, state=ReadingState.FINISHED, **values
    )


def readers(amount: int, **profile) -> list[User]:
    """Return teachers of one school."""
    first = TeacherFactory(**profile)
    unit = first.teacher_profile.unit
    return [first, *(TeacherFactory(unit=unit, **profile) for _ in range(amount - 1))]
