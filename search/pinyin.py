"""How a text is read: pinyin without tones, in full and by initials.

``ü`` and ``v`` are written ``u`` everywhere, also in what somebody types (:func:`typed`): 女 is
found by *nv* and by *nu*.
"""

import re
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from search.folding import key_of

# Surnames that are not read as the character is elsewhere, as dictionaries of Chinese give them.
_SURNAMES = {
    "单": "shan", "仇": "qiu", "查": "zha", "曾": "zeng", "解": "xie", "区": "ou", "朴": "piao",
    "盖": "ge", "缪": "miao", "召": "shao", "翟": "zhai", "乐": "yue", "种": "chong", "折": "she",
    "黑": "he", "秘": "bi", "员": "yun", "繁": "po", "句": "gou", "逄": "pang", "覃": "qin",
    "祭": "zhai", "冼": "xian", "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu",
    "长孙": "zhang sun", "令狐": "ling hu", "澹台": "tan tai", "鲜于": "xian yu",
}  # fmt: skip
# Who is called so is meant as a person: 单老师, 查校长.
_TITLES = "老师|校长|主任|园长|教师|同学|同志|先生|女士|教授|院士"
_DOUBLE = tuple(name for name in _SURNAMES if len(name) > 1)
_ADDRESSED = re.compile(
    rf"(?<![\u3400-\u9fff])([{''.join(name for name in _SURNAMES if len(name) == 1)}])(?={_TITLES})"
)
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
    key = key_of(text)
    parts = [part for piece in _pieces(key, is_name) for part in piece]
    syllables = [clean for part in parts if (clean := _NOT_READABLE.sub("", part))]
    return Reading("".join(syllables), "".join(syllable[0] for syllable in syllables))


def typed(text: str) -> str:
    """What somebody typed as pinyin, in the form of :class:`Reading`."""
    return _without_umlaut(_NOT_READABLE.sub("", key_of(text)))


def _pieces(key: str, is_name: bool) -> list[list[str]]:
    surname = _surname(key, is_name)
    if surname:
        return [_SURNAMES[surname].split(), _lazy(key[len(surname) :])]
    addressed = _ADDRESSED.search(key)
    if addressed:
        before, after = key[: addressed.start()], key[addressed.end() :]
        return [_lazy(before), [_SURNAMES[addressed[1]]], _lazy(after)]
    return [_lazy(key)]


def _surname(key: str, is_name: bool) -> str:
    if not is_name:
        return ""
    double = next((name for name in _DOUBLE if key.startswith(name)), "")
    return double or (key[:1] if key[:1] in _SURNAMES else "")


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
