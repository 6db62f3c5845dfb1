"""Pure decisions about honours: which one a story means, and when one may be taken back."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stories.models.honours import HonourLevel

# 镇级, 全县, 校优秀…: words by which a story says who stands behind an honour, the widest first.
_LEVEL_WORDS = (
    (HonourLevel.NATIONAL, ("国家", "全国")),
    (HonourLevel.PROVINCIAL, ("省",)),
    (HonourLevel.MUNICIPAL, ("市",)),
    (HonourLevel.DISTRICT, ("区", "县")),
    (HonourLevel.TOWNSHIP, ("乡", "镇", "街道")),
    (HonourLevel.SCHOOL, ("校",)),
)
_KEY_LENGTH = 80


@dataclass(frozen=True)
class Wording:
    """How an honour of the register may be called.

    Attributes:
        honour_id: the row of the register.
        key, year: of the wording; the year is 0 where none is stated.
        is_in_force: whether the honour stands.
    """

    honour_id: int
    key: str
    year: int
    is_in_force: bool


def wording_key(text: str) -> str:
    """Return the letters, digits and characters of a title alone, as two writers share them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalnum())[:_KEY_LENGTH]


def meant_by(title: str, year: int | None, wordings: Iterable[Wording]) -> int | None:
    """Return which honour of a person a story means; None: the register knows none.

    The same words with the same year come first. Where only one side knows the year, the words
    decide, and of several such honours one in force goes before one taken back: a story without a
    year must not hide the honour that still stands. Two different years never mean one honour.

    Args:
        title, year: as the story states them.
        wordings: all of that person.
    """
    key = wording_key(title)
    alike = [wording for wording in wordings if key and wording.key == key]
    exact = [wording for wording in alike if wording.year == (year or 0)]
    open_ = [wording for wording in alike if not year or not wording.year]
    found = sorted(
        exact or open_, key=lambda each: (not each.is_in_force, -each.year, each.honour_id)
    )
    return found[0].honour_id if found else None


def level_of(text: str) -> HonourLevel | None:
    """Return the level that free words name; None where they name none."""
    for level in HonourLevel:
        if text.strip() == str(level.label):
            return level
    for level, words in _LEVEL_WORDS:
        if any(word in text for word in words):
            return level
    return None


def problem_of_revocation(
    *, on: date, today: date, year: int | None, reason: str
) -> dict[str, str]:
    """Return what is wrong with taking an honour back, by field; empty: nothing.

    Args:
        on: the day of the decision.
        today: the day of the question.
        year: of the honour, if known.
        reason: in words.
    """
    problems = {}
    if not reason.strip():
        problems["reason"] = "请写明理由。"
    if on > today:
        problems["on"] = "日期不能晚于今天。"
    elif year and on.year < year:
        problems["on"] = f"日期早于授予的年度（{year}年）。"
    return problems
