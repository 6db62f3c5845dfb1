"""One form for all ways of writing the same text, and its division into runs."""

import re
import unicodedata
from collections.abc import Iterator

from portal.simplified import simplified

# Whoosh keeps a term's bytes beside a two-byte length; nobody looks for longer words anyway.
MAX_TERM_LENGTH = 64

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Soft hyphen, zero-width and bidi marks, variation selectors, BOM; half a surrogate pair cannot
# be encoded at all.
_INVISIBLE = re.compile(
    r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_CJK = (
    r"\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uac00-\ud7af\U00020000-\U0003ffff"
)
RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<word>(?:(?![{_CJK}])[^\W_])+)")


def clean(text: str) -> str:
    """Strip what must never reach a database or an index: NUL, controls, lone surrogates."""
    return _INVISIBLE.sub("", _CONTROL.sub(" ", text))


def normalize(text: str) -> str:
    """Fold full width to half width, traditional to simplified, compatibility forms and case.

    Idempotent. A character is folded the same wherever it stands (except that combining marks
    join the letter before them), so that a highlighter may fold character by character.
    """
    folded = clean(text)
    # Case folding may leave a string that composes further (and the reverse); two rounds settle
    # every assigned character, the loop is bounded all the same.
    for _ in range(4):
        previous = folded
        folded = clean(unicodedata.normalize("NFKC", folded).casefold())
        folded = simplified(unicodedata.normalize("NFKC", folded))
        if folded == previous:
            break
    return folded


def runs(normalized: str) -> Iterator[tuple[bool, str]]:
    """Split normalised text into ``(is_cjk, run)``; everything else separates."""
    for match in RUN.finditer(normalized):
        if match.lastgroup == "cjk":
            yield True, match.group()
        else:
            yield False, match.group()[:MAX_TERM_LENGTH]


# Characters of which ``normalize`` makes others of the Chinese kind, besides traditional ones:
# Jamo, letterlike signs, radicals, voiced marks of kana, enclosed and compatible ideographs,
# half-width kana and Hangul.
BECOMES_CHINESE = re.compile(
    r"[\u1100-\u11ff\u2100-\u214f\u2e80-\u2fdf\u3036-\u303a\u3099-\u309f\u30ff\u3131-\u33ff"
    r"\uf900-\ufaff\uff65-\uffdc\U0001f100-\U0001f2ff\U0002f800-\U0002fa1f]"
)


def is_chinese(normalized: str) -> bool:
    """Whether a text is one run of Chinese characters and nothing else."""
    match = RUN.fullmatch(normalized)
    return bool(match and match.lastgroup == "cjk")


def key_of(text: str) -> str:
    """A text as it is compared with others: normalised, white space reduced to single blanks."""
    return " ".join(normalize(text).split())
