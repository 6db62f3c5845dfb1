"""What one indexed object looks like to Whoosh. Knows terms and keys, no models."""

from dataclasses import dataclass, field

from whoosh import fields

# Raise when the fields below change: indexes built before are then rebuilt.
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Document:
    """One object, already analysed.

    ``key`` identifies it (a later document with the same key replaces it); ``types`` are the
    names it answers to, its own and its ancestors'; ``texts`` are its readable texts by field
    name, kept for excerpts, phrases and searches in single fields.
    """

    key: str
    types: list[str]
    words: list[str]
    grams: list[str]
    title: list[str]
    complete: list[str]
    texts: dict[str, str] = field(default_factory=dict)


def build_schema() -> fields.Schema:
    """A fresh schema.

    No field keeps positions: they would double the index. Phrases are checked in ``texts``.
    The key is also a column, so that thousands of hits are read without their stored texts.
    """
    return fields.Schema(
        key=fields.ID(unique=True, sortable=True),
        types=fields.KEYWORD(),
        words=fields.KEYWORD(scorable=True),
        grams=fields.KEYWORD(scorable=True),
        title=fields.KEYWORD(scorable=True),
        complete=fields.KEYWORD(scorable=True),
        texts=fields.STORED(),
    )
