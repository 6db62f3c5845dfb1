"""What the catalogue knows of a book."""

from dataclasses import dataclass

from reading.models import Work
from reading.models.catalogue import WorkKind


@dataclass(frozen=True)
class KindVerdict:
    """What a work may count as, the likeliest first, and why."""

    kinds: tuple[WorkKind, ...]
    reason: str
    is_open: bool


def kinds_for(work: Work, subject_name: str) -> KindVerdict:
    """Return what a work may count as for a teacher of a subject. Queries: 0."""
    kind = WorkKind(work.kind)
    if kind == WorkKind.MONOGRAPH:
        return KindVerdict((kind, WorkKind.GENERAL), "学科专著，也可以算作泛读。", True)
    return KindVerdict((kind,), f"目录里列为{kind.label}。", False)
