"""What one indexed object looks like to Whoosh. Knows terms and keys, no models."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from whoosh import columns, fields, formats

# Raise when the fields below change: indexes built before are then rebuilt.
SCHEMA_VERSION = 3

NO_NUMBER = -1

# What somebody has typed so far is looked up as a term up to this many characters. The terms that
# begin with more are few; those that begin with one letter are thousands.
LONGEST_BEGINNING = 3


@dataclass(frozen=True)
class Document:
    """One object, already analysed.

    ``key`` identifies it (a later document with the same key replaces it); ``number`` is its
    primary key where that is an integer, ``minute`` its date in minutes since 1970 (0: unknown);
    ``types`` are the names it answers to, its own and its ancestors'; ``labels`` are facts such
    as ``subject=语文`` that results are counted and narrowed by; ``names`` is what it is called
    as a whole; ``texts`` are its readable texts by field name, kept for excerpts, phrases and
    searches in single fields.
    """

    key: str
    types: list[str]
    words: list[str]
    grams: list[str]
    title: list[str]
    complete: list[str]
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    number: int = NO_NUMBER
    minute: int = 0
    texts: dict[str, str] = field(default_factory=dict)


def beginnings(terms: Iterable[str]) -> set[str]:
    """The first characters of some terms, as far as they are looked up as terms."""
    return {term[:length] for term in terms for length in range(1, LONGEST_BEGINNING + 1)}


class Terms(fields.FieldType):
    """Terms that are already cut; how often each occurs is all that is kept of them.

    Args:
        scorable: whether the number of terms of each document is kept, for ranking.
    """

    analyzer = None
    vector = None
    unique = False
    stored = False

    def __init__(self, scorable: bool = False):
        self.scorable = scorable
        self.format = formats.Existence()


def build_schema() -> fields.Schema:
    """A fresh schema.

    No field keeps positions: they would double the index. Phrases are checked in ``texts``.
    What a search needs of all its hits is in columns, so that no stored text is read for it.
    """
    return fields.Schema(
        key=fields.ID(unique=True, sortable=True),
        number=fields.COLUMN(columns.NumericColumn("q", default=NO_NUMBER)),
        minute=fields.COLUMN(columns.NumericColumn("i", default=0)),
        types=Terms(),
        labels=Terms(),
        names=Terms(),
        words=Terms(scorable=True),
        grams=Terms(scorable=True),
        title=Terms(scorable=True),
        tags=Terms(scorable=True),
        complete=Terms(scorable=True),
        beginnings=Terms(),
        texts=fields.STORED(),
    )


# Files of values by document that a segment may have, as Whoosh names them.
COLUMNS = (
    "key",
    "number",
    "minute",
    *(f"_{name}_len" for name, kind in build_schema().items() if kind.scorable),
    "_stored",
)
