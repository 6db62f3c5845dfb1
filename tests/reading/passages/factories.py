"""Passages for tests."""

from datetime import date, timedelta

from django.utils import timezone

from reading.models import Passage, PassageDay


def make_passage(number: int = 0, author: str = "虚构作者", **fields) -> Passage:
    """A passage whose text tells its number."""
    given = {"text": f"这是第{number}段虚构的话。", "source": f"《虚构集》第{number}页"} | fields
    return Passage.objects.create(author=author, **given)


def make_day(offset: int, passage: Passage | None = None, **fields) -> PassageDay:
    """A day so many days after today with a passage of its own, unless one is given."""
    day: date = timezone.localdate() + timedelta(days=offset)
    passage = passage or make_passage(offset, **fields)
    return PassageDay.objects.create(date=day, passage=passage)
