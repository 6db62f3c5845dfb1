"""What is worth a look, and how it is said: pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

# Of a smaller unit a number would point at persons.
SMALLEST_UNIT = 5
# A worker takes a task within seconds; what has waited this long, nobody takes.
WORKER_SILENT = timedelta(minutes=15)


@dataclass(frozen=True)
class UnitIdle:
    """How many accounts of a unit nobody has signed in to for long."""

    name: str
    idle: int
    accounts: int


def is_stale(newest: date | None, today: date, days: int) -> bool:
    """Whether a column has had nothing new for more than ``days`` days, or never."""
    return newest is None or (today - newest).days > days


def stale_words(newest: date | None, today: date) -> str:
    """Say since when a column has had nothing new."""
    if newest is None:
        return "还没有内容。"
    return f"最近一篇是 {newest:%Y-%m-%d}，已有 {(today - newest).days} 天。"


def expiry_words(what: str, moment: date, today: date) -> str:
    """Say when something ends."""
    left = (moment - today).days
    when = "今天" if left <= 0 else f"还有 {left} 天"
    return f"{what}{when}到期（{moment:%Y-%m-%d}）。"


def told_units(rows: list[UnitIdle]) -> list[UnitIdle]:
    """Return the units with idle accounts; the small ones are told together, or not at all.

    Args:
        rows: one a unit, in the order in which they shall be told.
    """
    told = [row for row in rows if row.accounts >= SMALLEST_UNIT and row.idle]
    small = [row for row in rows if row.accounts < SMALLEST_UNIT]
    idle, accounts = sum(row.idle for row in small), sum(row.accounts for row in small)
    if idle and accounts >= SMALLEST_UNIT:
        told.append(UnitIdle(f"不足 {SMALLEST_UNIT} 人的单位合计", idle, accounts))
    return told


def is_worker_silent(oldest_ready: datetime | None, now: datetime) -> bool:
    """Whether a task has waited so long that no worker can be running."""
    return oldest_ready is not None and now - oldest_ready > WORKER_SILENT
