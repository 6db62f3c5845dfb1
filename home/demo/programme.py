"""The reading programme of the demo: rules, years, terms and holidays, some finished books."""

from dataclasses import dataclass
from datetime import date, timedelta

from people.choices import Stage
from people.models import User
from reading.models import (
    Correction,
    Evidence,
    Period,
    PlannedBook,
    ReadingRecord,
    ReadingYear,
    RuleSet,
    Work,
)

YEARS = 3
SOURCE = "演示规则，非正式文件"
# Schooling of these begins and ends a little apart from that of the others.
LATER = (Stage.SENIOR, Stage.VOCATIONAL)
OTHERS = tuple(stage for stage in Stage if stage not in LATER)


@dataclass(frozen=True)
class Finished:
    """A finished book of the demo: whose, of which kind, how long ago, with or without a log."""

    number: str
    kind: str
    days_ago: int
    logged: bool = True


FINISHED = (
    Finished("teacher1", "monograph", 40, logged=False),
    Finished("teacher1", "general", 12),
    Finished("teacher1", "general", 33),
    Finished("teacher1", "general", 51),
    Finished("teacher1", "classic", 300),
    Finished("teacher1", "monograph", 260),
    Finished("teacher2", "classic", 25),
    Finished("teacher2", "monograph", 18),
    Finished("teacher2", "general", 9),
    Finished("schooladmin", "classic", 30),
    Finished("schooladmin", "monograph", 45, logged=False),
    Finished("demo01", "classic", 21, logged=False),
    Finished("demo01", "general", 44),
    Finished("demo08", "classic", 28),
    Finished("demo08", "monograph", 14),
    Finished("demo08", "general", 37),
    Finished("host", "classic", 16),
    Finished("demo04", "monograph", 35),
    Finished("demo05", "general", 48),
)


def make_programme(accounts: dict[str, User], today: date) -> ReadingYear:
    """Store the programme around ``today``; return its present year."""
    years = _make_years(today)
    for year in years:
        _make_periods(year)
    works = {
        kind: list(Work.objects.filter(kind=kind).order_by("title"))
        for kind in ("classic", "monograph", "general")
    }
    _finish(accounts, works, today)
    _plan(accounts["teacher1"], years[0], works)
    _correct(accounts, years[0])
    return years[0]


def _make_years(today: date) -> list[ReadingYear]:
    """This year and those before, from September to August; the newest first."""
    rule_set = RuleSet.objects.create(
        name="2+N（演示）",
        classic_evidence=Evidence.REVIEW,
        monograph_evidence=Evidence.REVIEW,
        source=SOURCE,
    )
    first = today.year if today.month >= 9 else today.year - 1
    return [
        ReadingYear.objects.create(
            name=f"{start}—{start + 1} 学年",
            starts_on=date(start, 9, 1),
            ends_on=date(start + 1, 8, 31),
            rule_set=rule_set,
        )
        for start in range(first, first - YEARS, -1)
    ]


def _make_periods(year: ReadingYear) -> None:
    start, end = year.starts_on.year, year.ends_on.year
    rows = []
    for stages, days in ((OTHERS, 0), (LATER, 7)):
        later = timedelta(days=days)
        autumn, winter = date(start, 9, 1), date(end, 1, 20) + later
        spring, summer = date(end, 2, 20), date(end, 7, 5) + later
        spans = (
            (f"{start} 年秋季学期", Period.Kind.TERM, autumn, winter - timedelta(days=1)),
            (f"{end} 年寒假", Period.Kind.HOLIDAY, winter, spring - timedelta(days=1)),
            (f"{end} 年春季学期", Period.Kind.TERM, spring, summer - timedelta(days=1)),
            (f"{end} 年暑假", Period.Kind.HOLIDAY, summer, year.ends_on),
        )
        rows += [
            Period(name=name, kind=kind, stage=stage, starts_on=first, ends_on=last)
            for stage in stages
            for name, kind, first, last in spans
        ]
    Period.objects.bulk_create(rows)


def _finish(accounts: dict[str, User], works: dict[str, list[Work]], today: date) -> None:
    taken: dict[tuple[str, str], int] = {}
    for row in FINISHED:
        place = taken[row.number, row.kind] = taken.get((row.number, row.kind), -1) + 1
        # Each reader begins elsewhere in the list, so that not all read the same book.
        start = list(accounts).index(row.number) * 3
        choice = _of_subject(works[row.kind], accounts[row.number])
        work = choice[(start + place) % len(choice)]
        day = today - timedelta(days=row.days_ago)
        record, is_new = ReadingRecord.objects.get_or_create(
            reader=accounts[row.number],
            work=work,
            state="finished",
            defaults={
                "started_on": day - timedelta(days=24),
                "finished_on": day,
                "logged_on": day if row.logged else None,
            },
        )
        if is_new:
            record.full_clean()


def _of_subject(works: list[Work], reader: User) -> list[Work]:
    """Those about what the reader teaches, if there are any; else all."""
    subject = reader.teacher_profile.subject.name
    return [work for work in works if work.subject == subject] or works


def _plan(reader: User, year: ReadingYear, works: dict[str, list[Work]]) -> None:
    periods = Period.objects.filter(stage=Stage.PRIMARY, starts_on__gte=year.starts_on)
    winter = periods.filter(kind=Period.Kind.HOLIDAY).order_by("starts_on").first()
    PlannedBook.objects.create(
        reader=reader, year=year, work=works["classic"][-1], slot="classic", period=winter
    )
    PlannedBook.objects.create(reader=reader, year=year, work=works["general"][-1], slot="general")


def _correct(accounts: dict[str, User], year: ReadingYear) -> None:
    record = ReadingRecord.objects.filter(
        reader=accounts["demo08"], work__kind="general", finished_on__gte=year.starts_on
    ).first()
    if record:
        Correction.objects.create(
            record=record,
            slot="monograph",
            reason="（演示）本学期教研组共读这本书，和老师商量后按学科专著算。",
            made_by=accounts["schooladmin"],
        )
