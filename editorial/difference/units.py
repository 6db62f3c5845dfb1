"""What is compared as one thing: an element of running text, a picture, a child row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from editorial.difference.formatting import Span
from editorial.difference.queries import Reference

Names = Mapping[Reference, str]
GONE = "（已删除）"


@dataclass(frozen=True)
class Text:
    """Words of a unit with their own place.

    Attributes:
        is_value: a choice, a date or a name, which changes as one.
        link: what they name; two pictures may have one title.
    """

    place: str
    label: str
    words: str
    is_value: bool = False
    link: Reference | None = None

    def same_as(self, other: "Text") -> bool:
        """Whether a reader sees the same in both."""
        return self.words == other.words and self.link == other.link


@dataclass(frozen=True)
class Unit:
    """What is compared as one thing.

    Attributes:
        place: the content path, as ``editorial.text`` gives it.
        label: the place in words.
        form: an element's tag, a block's name or the name of the child relation.
        texts: the words.
        spans: bold, stress and links.
        block_id: what Wagtail's editor keeps, of blocks that are one unit.
        head: what names a row: its first link or line of text.
    """

    place: str
    label: str
    form: str
    texts: tuple[Text, ...]
    spans: tuple[Span, ...] = ()
    block_id: str = ""
    head: str = ""

    @cached_property
    def fingerprint(self) -> tuple[object, ...]:
        """Equal for units between which a reader sees no difference."""
        words = tuple((text.label, text.words, text.link) for text in self.texts)
        return (self.form, words, self.spans)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every pair of neighbouring characters, by which units are found to be alike."""
        text = f"\n{self.words}\n" if self.words else ""
        return frozenset(first + second for first, second in pairwise(text))

    @property
    def shows(self) -> Reference | None:
        """The picture or file, if it is one."""
        return self.texts[0].link if self.form in ("image", "document") else None

    @property
    def words(self) -> str:
        """All words."""
        return "\n".join(text.words for text in self.texts if text.words)
