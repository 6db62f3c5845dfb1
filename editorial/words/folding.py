"""How words are compared: width, case, script and what is squeezed between them do not count.

``folded`` maps a text to the form in which it is compared and remembers where each character came
from, so that a match is shown in the author's own words.

- Width and compatibility (NFKC) and case: ``ＡＢ`` and ``ab`` are the same; so are 臺 and 台
  (OpenCC's traditional to simplified, one character at a time, which keeps positions).
- Invisible and combining signs never count.
- Ornaments (``*``, ``·``, ``_``, ``-`` and the like) between two Chinese characters never count:
  nobody puts them inside a word but to hide it.
- White space, line ends and punctuation part two words: 他很好。人们 does not contain 好人.
  ``through_punctuation`` takes those out too; ``is_spelled_out`` then tells a word of which every
  character stands by itself (三，个，字), which is meant, from two that met by chance.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from portal.simplified import simplified

_CHINESE = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# After NFKC, which writes full-width punctuation as ASCII and an ellipsis as three points.
_ORNAMENT = r"[*·•・‧∙⋅\-−_~|\\^$%`※★☆●○■□◆◇▲△→←↑↓]"
_BREAK = r"[\s，。、；：！？,.;:!?—–―…/+&=#@<>\[\]{}()\"'“”‘’「」『』《》〈〉【】〔〕]"
_ORNAMENTS = re.compile(rf"(?<={_CHINESE})(?:{_ORNAMENT})+(?={_CHINESE})")
_ANYTHING = re.compile(rf"(?<={_CHINESE})(?:{_ORNAMENT}|{_BREAK})+(?={_CHINESE})")
# Control characters that are seen: as a line end.
_LINE_ENDS = "\t\n\r\v\f\x85\u2028\u2029"


@dataclass(frozen=True)
class Folded:
    """A text in the form in which it is compared.

    Attributes:
        text: the form.
        origins: for each of its characters, the position in the text it was made of.
    """

    text: str
    origins: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters ``start`` to ``end`` of the form stand in the original."""
        return self.origins[start], self.origins[end - 1] + 1

    def is_spelled_out(self, start: int, end: int) -> bool:
        """Say whether something stands between all of at least three characters."""
        places = self.origins[start:end]
        return len(places) > 2 and all(b - a > 1 for a, b in pairwise(places))


def key_of(word: str) -> str:
    """Return the form of a listed word; empty where it consists of nothing that counts."""
    return folded(word).text.strip()


def folded(text: str, *, through_punctuation: bool = False) -> Folded:
    """Return the form of ``text``.

    Args:
        text: the words.
        through_punctuation: also take out punctuation between Chinese characters.
    """
    pieces = [_form(character) for character in text]
    form = "".join(pieces)
    origins = [number for number, piece in enumerate(pieces) for _ in piece]
    kept: list[str] = []
    kept_origins: list[int] = []
    end = 0
    for gap in (_ANYTHING if through_punctuation else _ORNAMENTS).finditer(form):
        kept.append(form[end : gap.start()])
        kept_origins += origins[end : gap.start()]
        end = gap.end()
    return Folded("".join([*kept, form[end:]]), kept_origins + origins[end:])


@cache
def _form(character: str) -> str:
    """Return what one character counts as: usually one, at times none or several."""
    if character in _LINE_ENDS:
        return "\n"
    compatible = unicodedata.normalize("NFKC", character).lower()
    visible = "".join(c for c in compatible if unicodedata.category(c) not in ("Cc", "Cf", "Mn"))
    return simplified(visible)
