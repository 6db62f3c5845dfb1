"""How large the district is, and when its five years began."""

from dataclasses import dataclass
from datetime import date, timedelta

YEARS = 5
DAYS = 1826


@dataclass(frozen=True)
class Sizes:
    """What is built; ``scaled`` gives a small district to the tests.

    Attributes:
        today: the last of the days that are filled.
    """

    today: date
    units: int = 60
    teachers: int = 7_000
    works: int = 1_200
    records: int = 210_000
    logs: int = 100_000
    days_read: int = 4_000_000

    @classmethod
    def scaled(cls, today: date, scale: float = 1.0) -> "Sizes":
        """Return the sizes of a district of ``scale`` times as many people."""
        whole = cls(today)
        return cls(
            today,
            units=whole.units if scale == 1 else max(14, round(whole.units * scale)),
            teachers=max(7, round(whole.teachers * scale)),
            works=max(80, round(whole.works * scale)),
            records=max(210, round(whole.records * scale)),
            logs=max(100, round(whole.logs * scale)),
            days_read=max(1_000, round(whole.days_read * scale)),
        )

    @property
    def first_day(self) -> date:
        """The first of the five years' days."""
        return self.today - timedelta(days=DAYS - 1)
