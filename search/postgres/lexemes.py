"""From a document to one ``tsvector`` of our own terms, and from terms to ``tsquery``.

PostgreSQL's parser never sees a text: it cannot segment Chinese. A lexeme is a letter for the
field and the term itself, so that a single GIN index answers for every field. How often a
document holds a word is told by further lexemes (``W``: at least twice), because an index says
nothing about positions.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from search.engine.schema import Document

# Raise when rows or lexemes change: indexes built before are then rebuilt.
VERSION = 2

LETTERS = {
    "types": "y",
    "names": "n",
    "title": "t",
    "tags": "a",
    "complete": "c",
    "words": "w",
    "grams": "g",
}

# The letters of a term that occurs at least so often in its field. BM25 is saturated soon.
TIERS = {"words": ((2, "W"), (4, "X")), "grams": ((2, "G"), (4, "H"))}

# What ``1``, ``2-3`` and ``4 and more`` count as.
OCCURRENCES = (1.0, 2.4, 5.5)

# Fields whose number of terms takes part in the ranking.
MEASURED = ("words", "grams", "title", "tags", "complete")

# Labels of a document that a record has room for, as numbers of the table of labels; 0 is none.
# Where one more is needed, the last place says so and the row has them all.
LABELS = 8
OVERFLOW = -1

# A record of the index as it comes back for every hit: the row's number and its ``card``.
RECORD = np.dtype(
    [
        ("id", ">i4"),
        ("number", ">i8"),
        ("minute", ">i4"),
        *((name, ">u2") for name in MEASURED),
        ("labels", ">i4", (LABELS,)),
    ]
)
_CARD = struct.Struct(">qi" + "H" * len(MEASURED) + "i" * LABELS)
_LONGEST = 65_535

# PostgreSQL takes one megabyte of lexemes; grams, which come last, give way.
_MOST_BYTES = 900_000


def lexeme(field: str, term: str) -> str:
    """The lexeme that says: this field holds this term."""
    return LETTERS[field] + term


def card(document: Document, numbers: Mapping[str, int]) -> bytes:
    """What a search has to know of every hit; 58 bytes.

    Args:
        numbers: the number of each label.
    """
    lengths = (min(len(getattr(document, name)), _LONGEST) for name in MEASURED)
    labels = [numbers[label] for label in dict.fromkeys(document.labels)]
    if has_overflow(document):
        labels = [*labels[: LABELS - 1], OVERFLOW]
    labels += [0] * (LABELS - len(labels))
    return _CARD.pack(document.number, document.minute, *lengths, *labels)


def has_overflow(document: Document) -> bool:
    """Whether a document has more labels than its record has room for."""
    return len(set(document.labels)) > LABELS


def vector(document: Document) -> str:
    """The document's ``tsvector`` as PostgreSQL reads one."""
    spent = 0
    parts: list[str] = []
    for text in _lexemes(document):
        spent += len(text.encode())
        if spent > _MOST_BYTES:
            break
        parts.append(quoted(text))
    return " ".join(parts)


def quoted(text: str) -> str:
    """A lexeme as it stands in a ``tsvector`` or ``tsquery``."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def starting(field: str, prefix: str) -> str:
    """A ``tsquery`` for every term of a field that begins with ``prefix``."""
    return quoted(lexeme(field, prefix)) + ":*"


def all_of(conditions: Iterable[str]) -> str:
    """A ``tsquery`` for documents that meet each of some conditions."""
    return " & ".join(dict.fromkeys(conditions))


def _lexemes(document: Document) -> Iterator[str]:
    for field, letter in LETTERS.items():
        tiers = TIERS.get(field, ())
        for term, amount in Counter(getattr(document, field)).items():
            yield letter + term
            for least, tier in tiers:
                if amount >= least:
                    yield tier + term
