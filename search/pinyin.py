"""How a text is read: pinyin without tones, in full and by initials.

``ü`` and ``v`` are written ``u`` everywhere, also in what somebody types (:func:`typed`): 女 is
found by *nv* and by *nu*.
"""

import re
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from portal.surnames import ADDRESSED, SURNAMES
from search.folding import key_of

_DOUBLE = tuple(name for name in SURNAMES if len(name) > 1)
_NOT_READABLE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Reading:
    """One way to read a text.

    Attributes:
        full: all syllables without gaps, ``jiaoyuxue``; Latin words and digits as they are.
        initials: the first letter of each, ``jyx``.
    """

    full: str
    initials: str


def read(text: str, *, is_name: bool = False) -> Reading:
    """How a text is read.

    Args:
        text: any text; signs are not read.
        is_name: it is a person's, whose first character may be read as a surname only.
    """
    spoken = syllables(text, is_name=is_name)
    return Reading("".join(spoken), "".join(syllable[0] for syllable in spoken))


def syllables(text: str, *, is_name: bool = False) -> list[str]:
    """The syllables of a text, one a character but for Latin words; arguments as for ``read``."""
    parts = [part for piece in _pieces(key_of(text), is_name) for part in piece]
    return [clean for part in parts if (clean := _NOT_READABLE.sub("", part))]


def typed(text: str) -> str:
    """What somebody typed as pinyin, in the form of :class:`Reading`."""
    return _without_umlaut(_NOT_READABLE.sub("", key_of(text)))


def _pieces(key: str, is_name: bool) -> list[list[str]]:
    surname = _surname(key, is_name)
    if surname:
        return [SURNAMES[surname].split(), _lazy(key[len(surname) :])]
    addressed = ADDRESSED.search(key)
    if addressed:
        before, after = key[: addressed.start()], key[addressed.end() :]
        return [_lazy(before), [SURNAMES[addressed[1]]], _lazy(after)]
    return [_lazy(key)]


def _surname(key: str, is_name: bool) -> str:
    if not is_name:
        return ""
    double = next((name for name in _DOUBLE if key.startswith(name)), "")
    return double or (key[:1] if key[:1] in SURNAMES else "")


def _lazy(text: str) -> list[str]:
    if not text:
        return []
    # ``errors`` gets what is not Chinese; v_to_u leaves ü, which is no Latin letter.
    # A string: from a list, pypinyin 0.55 fails on characters that it has no reading for.
    syllables = _pypinyin().lazy_pinyin(text, v_to_u=True, errors=_with_gaps)
    return _without_umlaut(" ".join(syllables)).split()


def _with_gaps(other: str) -> str:
    return _NOT_READABLE.sub(" ", other)


def _without_umlaut(syllable: str) -> str:
    return syllable.replace("ü", "u").replace("v", "u")


@cache
def _pypinyin() -> ModuleType:
    # Reads a megabyte of phrases: not before it is needed.
    import pypinyin

    return pypinyin
