"""The state of a year in words. Pure."""

from collections import Counter
from collections.abc import Iterable

from reading.models.catalogue import WorkKind
from reading.programme.rules import PRIORITY, Level, SlotState, YearState

SHORT = {
    WorkKind.CLASSIC: "名著",
    WorkKind.MONOGRAPH: "专著",
    WorkKind.GENERAL: "泛读",
}
# How the plan asks each kind to be read.
MANNER = {
    WorkKind.CLASSIC: "精读",
    WorkKind.MONOGRAPH: "通读",
    WorkKind.GENERAL: "泛读",
}
NAMES = {
    WorkKind.CLASSIC: "教育名著",
    WorkKind.MONOGRAPH: "学科专著",
    WorkKind.GENERAL: "教育之外的书",
}
ONE = {
    Level.EMPTY: "还缺",
    Level.WAITING: "已读待评",
    Level.COMPLETE: "已完成",
}
READING = "在读"


def in_words(state: YearState, reading: Iterable[WorkKind] = ()) -> str:
    """Return the state as one says it: 名著在读，专著已读待评，其他 3 本.

    Args:
        reading: the kinds of the books that are being read; only their reader may know these.
    """
    being_read = Counter(reading)
    parts = [
        _kind_in_words(kind, slots, being_read[kind])
        for kind in PRIORITY
        if (slots := state.of_kind(kind))
    ]
    if state.others:
        parts.append(f"其他 {len(state.others)} 本")
    elif not state.of_kind(WorkKind.GENERAL) and being_read[WorkKind.GENERAL]:
        parts.append(f"其他{READING}")
    return "，".join(parts) or "还没有读完的书"


def slot_in_words(slot: SlotState, *, is_being_read: bool = False) -> str:
    """Return how far one slot is."""
    if slot.level == Level.EMPTY and is_being_read:
        return READING
    return ONE[slot.level]


def next_steps(state: YearState, reading: Iterable[WorkKind] = ()) -> list[str]:
    """Return what is missing and what to do about it, a sentence each; nothing when all is done.

    Args:
        reading: as for ``in_words``.
    """
    steps = [
        f"给{slot.book.quoted}写好读书笔记，{NAMES[slot.kind]}就完成了。"
        for slot in state.slots
        if slot.level == Level.WAITING and slot.book
    ]
    being_read = Counter(reading)
    for kind in PRIORITY:
        empty = sum(slot.level == Level.EMPTY for slot in state.of_kind(kind))
        if empty:
            steps.append(_still_to_read(state, kind, empty, being_read[kind]))
    return steps


def _still_to_read(state: YearState, kind: WorkKind, empty: int, being_read: int) -> str:
    log = "，再写好读书笔记" if kind in state.rules.needs_log else ""
    if being_read >= empty:
        return f"读完手上的{NAMES[kind]}{log}。"
    amount = "一本" if empty == 1 else f" {empty} 本"
    return f"还要{MANNER[kind]}{amount}{NAMES[kind]}{log}。"


def _kind_in_words(kind: WorkKind, slots: tuple[SlotState, ...], being_read: int) -> str:
    if len(slots) == 1:
        return f"{SHORT[kind]}{slot_in_words(slots[0], is_being_read=bool(being_read))}"
    levels = Counter(slot.level for slot in slots)
    now = min(being_read, levels[Level.EMPTY])
    amounts = [
        ("完成", levels[Level.COMPLETE]),
        ("待评", levels[Level.WAITING]),
        (READING, now),
        ("还缺", levels[Level.EMPTY] - now),
    ]
    told = "、".join(f"{word} {amount} 本" for word, amount in amounts if amount)
    return f"{SHORT[kind]} {len(slots)} 本中{told}"
