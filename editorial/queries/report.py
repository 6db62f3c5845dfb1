"""The chief editor's report: how the office is doing, never how a person is.

No person, school or unit is named or counted apart: the product's rules forbid rankings.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Window,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import RowNumber, TruncWeek
from django.utils import timezone

from editorial.enums import SETTLING, Step, Verdict
from editorial.models import Decision, QueueEntry, Release
from editorial.models.record import DecisionQuerySet
from editorial.queries.record import moments

FEWEST = 5  # fewer decisions say more about who took them than about the step
AGES = ("当天", "1–3 天", "4–7 天", "8 天以上")


@dataclass(frozen=True)
class Waiting:
    """What waits at one step: by age (``AGES``), in all, overdue; held pieces apart."""

    step: Step
    ages: tuple[int, int, int, int]
    total: int
    overdue: int
    held: int


@dataclass(frozen=True)
class Returned:
    """How often a reason was given: with a return, and with a refusal."""

    label: str
    returned: int
    declined: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.returned + self.declined


@dataclass(frozen=True)
class Timing:
    """How long a step took; the times are ``None`` below ``FEWEST`` decisions."""

    step: Step
    decisions: int
    median: timedelta | None
    ninetieth: timedelta | None

    @property
    def in_words(self) -> tuple[str, str]:
        """Both times as people say them; empty where they are not shown."""
        return duration_in_words(self.median), duration_in_words(self.ninetieth)


@dataclass(frozen=True)
class Week:
    """What was handed in and decided in the week that begins with ``monday``."""

    monday: date
    submitted: int = 0
    approved: int = 0
    returned: int = 0
    declined: int = 0
    released: int = 0

    @property
    def decided(self) -> int:
        """Decisions of all steps."""
        return self.approved + self.returned + self.declined


@dataclass(frozen=True)
class Report:
    """The four tables of the report."""

    start: date
    end: date
    now: datetime
    waiting: list[Waiting]
    returned: list[Returned]
    timings: list[Timing]
    weeks: list[Week]


def report_of(start: date, end: date, now: datetime) -> Report:
    """Return the report for a period; what waits is counted as of ``now``. Queries: 5."""
    return Report(
        start=start,
        end=end,
        now=now,
        waiting=waiting_by_age(now),
        returned=returned_by_reason(start, end),
        timings=time_to_decision(start, end),
        weeks=by_week(start, end),
    )


def waiting_by_age(now: datetime) -> list[Waiting]:
    """Return what waits at each step, by calendar days since it came there. Queries: 1."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    one, four, eight = (today - timedelta(days=days) for days in (0, 3, 7))
    open_ = Q(held_at=None)
    rows = (
        QueueEntry.objects.order_by()
        .values("step")
        .annotate(
            today=Count("pk", filter=open_ & Q(since__gte=one)),
            days=Count("pk", filter=open_ & Q(since__lt=one, since__gte=four)),
            week=Count("pk", filter=open_ & Q(since__lt=four, since__gte=eight)),
            longer=Count("pk", filter=open_ & Q(since__lt=eight)),
            total=Count("pk", filter=open_),
            overdue=Count("pk", filter=open_ & Q(due_at__lte=now)),
            held=Count("pk", filter=~open_),
        )
    )
    found = {row["step"]: row for row in rows}
    nothing = dict.fromkeys(("today", "days", "week", "longer", "total", "overdue", "held"), 0)
    waiting = []
    for step in Step:
        row = found.get(step, nothing)
        ages = (row["today"], row["days"], row["week"], row["longer"])
        waiting.append(Waiting(step, ages, row["total"], row["overdue"], row["held"]))
    return waiting


def returned_by_reason(start: date, end: date) -> list[Returned]:
    """Return how often each reason was given, the most frequent first.

    A decision with two reasons counts for both. A reason is called as it was called last. Rows
    are read one by one, for JSON lists are unfolded differently by every database; memory does
    not grow with them. Queries: 1.
    """
    rows = (
        _standing(start, end)
        .filter(verdict__in=(Verdict.RETURN, Verdict.DECLINE))
        .order_by("decided_at", "pk")
        .values_list("verdict", "reasons")
    )
    labels: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for verdict, reasons in rows.iterator():
        for reason in reasons or [{"code": "", "label": "未选理由"}]:
            labels[reason["code"]] = reason["label"]
            counts[reason["code"], verdict] += 1
    found = [
        Returned(label, counts[code, Verdict.RETURN], counts[code, Verdict.DECLINE])
        for code, label in labels.items()
    ]
    return sorted(found, key=lambda each: (-each.total, each.label))


def time_to_decision(start: date, end: date) -> list[Timing]:
    """Return median and 90th percentile of the time that decisions of a period took, by step.

    From the moment when the piece came to the step until it was approved, returned or declined
    there: calendar time, with nights and holidays. Decisions taken back do not count, nor do
    steps where the piece was held (待用), for nobody was meant to decide then. Percentiles are
    nearest ranks, i.e. times that really occurred: of ``n`` in order the ``ceil(n × p / 100)``-th,
    picked by the database. Queries: 1, which returns at most two rows a step.
    """
    was_held = Decision.objects.filter(task_state=OuterRef("task_state"), verdict=Verdict.HOLD)
    took = ExpressionWrapper(
        F("decided_at") - F("task_state__started_at"), output_field=DurationField()
    )
    rows = (
        _standing(start, end)
        .filter(~Exists(was_held), verdict__in=SETTLING, task_state__started_at__isnull=False)
        .order_by()
        .annotate(took=took)
        .annotate(
            rank=Window(RowNumber(), partition_by="step", order_by=("took", "pk")),
            amount=Window(Count("pk"), partition_by="step"),
        )
        .filter(Q(rank=_nearest_rank(50)) | Q(rank=_nearest_rank(90)))
        .order_by("step", "rank")
        .values_list("step", "amount", "took")
    )
    found: dict[str, tuple[int, list[timedelta]]] = {}
    for step, amount, duration in rows:
        found.setdefault(step, (amount, []))[1].append(duration)
    timings = []
    for step in Step:
        amount, durations = found.get(step, (0, []))
        shown = durations if amount >= FEWEST else [None]
        timings.append(Timing(step, amount, shown[0], shown[-1]))
    return timings


def duration_in_words(duration: timedelta | None) -> str:
    """Return a time as minutes, hours or days with one place; empty for none."""
    if duration is None:
        return ""
    hours = duration / timedelta(hours=1)
    if hours < 1:
        return f"{max(round(hours * 60), 1)} 分钟"
    return f"{hours:.1f} 小时" if hours < 24 else f"{hours / 24:.1f} 天"


def _nearest_rank(percent: int) -> CombinedExpression:
    return (F("amount") * percent + 99) / 100  # whole numbers: the database rounds down


def by_week(start: date, end: date) -> list[Week]:
    """Return what happened in each week of a period, weeks without anything too. Queries: 2."""
    first, after = moments(start, end)
    decided = (
        _standing(start, end)
        .order_by()
        .annotate(week=TruncWeek("decided_at"))
        .values("week")
        .annotate(
            submitted=Count("pk", filter=Q(verdict=Verdict.SUBMIT)),
            approved=Count("pk", filter=Q(verdict=Verdict.APPROVE)),
            returned=Count("pk", filter=Q(verdict=Verdict.RETURN)),
            declined=Count("pk", filter=Q(verdict=Verdict.DECLINE)),
        )
    )
    released = (
        Release.objects.filter(released_at__gte=first, released_at__lt=after)
        .exclude(Exists(Decision.objects.filter(undoes=OuterRef("decision"))))
        .annotate(week=TruncWeek("released_at"))
        .values("week")
        .annotate(released=Count("pk"))
    )
    counts: dict[date, dict[str, int]] = {}
    for row in (*decided, *released):
        week = timezone.localtime(row.pop("week")).date()
        counts.setdefault(week, {}).update(row)
    monday = start - timedelta(days=start.weekday())
    amount = (end - monday).days // 7 + 1
    weeks = (monday + timedelta(days=7 * number) for number in range(amount))
    return [Week(week, **counts.get(week, {})) for week in weeks]


def _standing(start: date, end: date) -> DecisionQuerySet:
    first, after = moments(start, end)
    return Decision.objects.standing().filter(decided_at__gte=first, decided_at__lt=after)
