"""Who read the passage on which day: some four million rows."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from home.demo.district.bulk import Store, Table
from home.demo.district.people import Teacher
from home.demo.district.sizes import DAYS, Sizes
from home.demo.progress import Progress
from reading.models import DayRead, DayRecord, Passage, PassageDay

KEEPS = 0.6  # of all teachers keep the record


def make_calendar(sizes: Sizes) -> None:
    """Give a passage to each of the five years' days that has none, in turn."""
    passages = list(Passage.objects.order_by("pk").values_list("pk", flat=True))
    known = set(PassageDay.objects.values_list("date", flat=True))
    days = (sizes.first_day + timedelta(days=number) for number in range(DAYS))
    PassageDay.objects.bulk_create(
        PassageDay(date=day, passage_id=passages[day.toordinal() * 11 % len(passages)])
        for day in days
        if day not in known
    )


def keepers(teachers: list[Teacher]) -> list[Teacher]:
    """Return those who keep the private record."""
    return teachers[: max(1, round(len(teachers) * KEEPS))]


def mark_days(sizes: Sizes, readers: list[Teacher], source: Random, progress: Progress) -> None:
    """Write the days, reader by reader: some read daily, some once a week, all have gaps."""
    records = Table(DayRecord, "reader_id weekly_aim since")
    days = Table(DayRead, "record_id date")
    store = Store(records, days)
    calendar = [str(sizes.first_day + timedelta(days=number)) for number in range(DAYS)]
    left = sizes.days_read
    for number, reader in enumerate(readers):
        share = min(DAYS, left // (len(readers) - number))
        # Around the even share, so that the total comes out.
        wanted = min(DAYS, max(0, round(share * source.uniform(0.6, 1.4))))
        if number == len(readers) - 1:
            wanted = share
        left -= wanted
        records.add(reader.pk, source.randint(3, 7), str(max(reader.joined, sizes.first_day)))
        for index in _some(wanted, source):
            days.add(reader.pk, calendar[index])
        store.write()
        progress.step()
    store.close()


def _some(wanted: int, source: Random) -> Iterator[int]:
    """Yield ``wanted`` of the days in order; the later ones are likelier, as habits grow."""
    if wanted > DAYS * 0.8:
        yield from sorted(source.sample(range(DAYS), wanted))
        return
    first = source.randrange(max(1, DAYS - round(wanted * 1.25)))
    yield from (first + i for i in sorted(source.sample(range(DAYS - first), wanted)))
