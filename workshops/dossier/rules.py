"""When a dossier can be written, handed in, returned and assessed; pure.

open → handed in → assessed; handed in → returned → handed in. Nothing is added up, and no two
workshops are set side by side: weights say what matters more, levels are words.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from editorial.rules import Answer
from workshops.choices import WRITABLE, DossierState


@dataclass(frozen=True)
class Rated:
    """One indicator with the level that was chosen for it."""

    name: str
    levels: Collection[str]
    level: str


def may_write(state: str) -> Answer:
    """Say whether the host can change the self-assessment."""
    if state in WRITABLE:
        return Answer(True)
    if state == DossierState.HANDED_IN:
        return Answer(False, "档案已经交了，正在等待评议；要改，请编辑退回。")
    return Answer(False, "这一年的档案已经评议，不再改动。")


def may_begin(*, starts_on: date, today: date) -> Answer:
    """Say whether there can be a dossier of a year: once the year has begun."""
    if today < starts_on:
        return Answer(False, "这个年度还没有开始。")
    return Answer(True)


def may_hand_in(state: str, *, summary: str, rated: Sequence[Rated]) -> Answer:
    """Say whether the host can hand the dossier in: everything is answered."""
    answer = may_write(state)
    if not answer:
        return answer
    if not summary.strip():
        return Answer(False, "请先写几句总的自评。")
    open_ones = [each.name for each in rated if each.level not in each.levels]
    if open_ones:
        return Answer(False, f"还有指标没有选等级：{'、'.join(open_ones)}。")
    return Answer(True)


def may_assess(state: str) -> Answer:
    """Say whether the office can assess or return the dossier."""
    if state == DossierState.HANDED_IN:
        return Answer(True)
    if state == DossierState.ASSESSED:
        return Answer(False, "这份档案已经评议过了。")
    return Answer(False, "档案还没有交，或已经退回，正由主持人补充。")


def is_late(handed_in_on: date, due_on: date | None) -> bool:
    """Say whether a dossier came after the day set; that is noted and refused by nobody."""
    return due_on is not None and handed_in_on > due_on
