"""What a piece may be compared with besides the pieces of others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReferenceText:
    """A text that readers can look up: the description of a book, a passage from it.

    Attributes:
        label: what it is, in words.
        text: its words, without markup.
        url: where it stands on this site; empty where it has no page.
    """

    label: str
    text: str
    url: str = ""
