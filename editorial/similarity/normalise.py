"""A text as it is compared: only letters and figures, in one shape each, with the way back.

What a copyist changes first must not matter: punctuation and spaces go, wide and narrow forms,
upper and lower case, traditional and simplified characters become one (Unicode Standard Annex #15,
form NFKD without its marks; OpenCC). Each character is treated by itself, so that every normalised
one has a place in the original.
"""

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

from portal.simplified import table

# The general table leaves 著 (着) and 衞 (卫) as they are; those of Taiwan and Hong Kong do not.
_TABLES = ("hk2s", "tw2s")


@dataclass(frozen=True)
class Normalised:
    """Normalised characters.

    Attributes:
        text: the characters.
        offsets: for each of them, the place in the original text that it comes from.
    """

    text: str
    offsets: array

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters ``start`` to ``end`` (exclusive) stand in the original."""
        return self.offsets[start], self.offsets[end - 1] + 1


def normalise(text: str) -> Normalised:
    """Return the characters of ``text`` that are compared. Some 0.3 ms for 1,500 characters."""
    kept: list[str] = []
    offsets = array("L")
    for position, character in enumerate(text):
        for each in _shape(character):
            kept.append(each)
            offsets.append(position)
    return Normalised("".join(kept), offsets)


@lru_cache(maxsize=1 << 16)
def _shape(character: str) -> str:
    """Return what one character is compared as: none, one or several characters."""
    text = unicodedata.normalize("NFKD", character)
    for name in _TABLES:
        text = text.translate(table(name))
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in text if unicodedata.category(each)[0] in "LN")
