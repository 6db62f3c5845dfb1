"""What changed between two versions of a piece, word by word in Chinese."""

from editorial.difference.pieces import Difference, Group, Kind, Line, Section, difference
from editorial.difference.queries import last_reviewed
from editorial.difference.words import Run, RunKind, diff_words

__all__ = [
    "Difference",
    "Group",
    "Kind",
    "Line",
    "Run",
    "RunKind",
    "Section",
    "diff_words",
    "difference",
    "last_reviewed",
]
