"""Addresses that people can read aloud: pinyin made from Chinese titles."""

import re
import secrets
from functools import cache
from types import ModuleType

from portal.surnames import ADDRESSED, SURNAMES

MAX_LENGTH = 60


def pinyin_slug(title: str, fallback: str = "ye") -> str:
    """Return ``title`` as pinyin words joined by hyphens, at most ``MAX_LENGTH`` characters.

    Args:
        title: any text; what is neither Chinese nor Latin nor a digit separates words.
        fallback: first part of the slug where nothing of the title can be written, as in ``？！``;
            a random part follows so that two such titles do not meet.
    """
    # 单老师 is Shàn, whatever 单 is elsewhere.
    title = ADDRESSED.sub(lambda found: f" {SURNAMES[found[1]]} ", title)
    words = re.findall(r"[a-z0-9]+", _spoken(title).lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    return slug or f"{fallback}-{secrets.token_hex(4)}"


def _spoken(title: str) -> str:
    return " ".join(_pypinyin().lazy_pinyin(title, errors=_separate))


@cache
def _pypinyin() -> ModuleType:
    # Its phrases take 56 MB: not in a process that only shows pages.
    import pypinyin

    return pypinyin


def _separate(characters: str) -> str:
    """Keep Latin letters and digits; everything else that pypinyin cannot read becomes a gap."""
    return re.sub(r"[^A-Za-z0-9]+", " ", characters)
