"""Entries of the vocabulary as ``rebuild`` writes them, without pages."""

from search.models import EntryKind
from search.vocabulary import gathering


def enter(*texts: str, kind: EntryKind = EntryKind.WORD, weight: int = 10) -> None:
    """Put words into the vocabulary; of several, the earlier ones weigh more."""
    rows = {}
    for number, text in enumerate(texts):
        key, row = gathering._entry(text, kind)
        rows[key] = row._replace(weight=weight + len(texts) - number)
    gathering._write(list(rows), rows)
