"""Counting searches without persons: a text and a day, never who, when or from where."""

import logging
import re
import unicodedata
from datetime import date, timedelta

from django.db import DatabaseError, models
from django.utils import timezone
from stdnum import isbn

from search import analysis
from search.models import SearchCount, SearchSettings
from search.models.counts import LONGEST_TEXT

logger = logging.getLogger(__name__)

# Texts kept of one day. A machine that asks for random words must not fill the database.
MOST_TEXTS_A_DAY = 5_000

# Shorter than every telephone, identity, bank and QQ number that is used here, longer than a year.
_SHORTEST_NUMBER = 6
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.·—_()/-]+(?=\d)")
_LONG_NUMBER = re.compile(rf"\d{{{_SHORTEST_NUMBER},}}[a-z]?")
_NUMERALS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖", "00123456789123456789")


def as_counted(text: str) -> str:
    """Return a search as it is counted: one spelling of what the index takes for the same."""
    return " ".join(analysis.normalize(analysis.clean(text)).split())[:LONGEST_TEXT].strip()


def looks_personal(text: str) -> bool:
    """Whether a text holds what may be somebody's number or address; an ISBN is a book's.

    Numbers count in any script, with any separators, also written out (一三八…).
    """
    if "@" in text:
        return True
    plain = "".join(_digit(char) for char in text.translate(_NUMERALS)).casefold()
    return any(
        not isbn.is_valid(number) for number in _LONG_NUMBER.findall(_BETWEEN_DIGITS.sub("", plain))
    )


def count_search(text: str, *, found_nothing: bool, day: date | None = None) -> None:
    """Add one search to the count of its day. Queries: 1; up to 4 for a text new that day.

    A failure is logged and goes no further: the visitor's answer is already decided.

    Args:
        text: what was asked, as typed.
        found_nothing: whether no page at all was found.
        day: instead of today.
    """
    day = day or timezone.localdate()
    kept = as_counted(text)
    if looks_personal(kept):
        kept = ""
    try:
        if _added(day, kept, found_nothing):
            return
        if kept and SearchCount.objects.filter(day=day).count() >= MOST_TEXTS_A_DAY:
            kept = ""
        # An empty row first: another process may write the same one at this moment.
        SearchCount.objects.bulk_create([SearchCount(day=day, text=kept)], ignore_conflicts=True)
        _added(day, kept, found_nothing)
    except DatabaseError:
        logger.exception("A search could not be counted")


def purge_counts(today: date | None = None) -> int:
    """Delete the counts older than the setting says; return how many rows. Queries: 2."""
    oldest = (today or timezone.localdate()) - timedelta(days=SearchSettings.load().kept_days)
    return SearchCount.objects.filter(day__lt=oldest).delete()[0]


def _added(day: date, text: str, found_nothing: bool) -> bool:
    values = {"searches": models.F("searches") + 1}
    if found_nothing:
        values["fruitless"] = models.F("fruitless") + 1
    return bool(SearchCount.objects.filter(day=day, text=text).update(**values))


def _digit(char: str) -> str:
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)
