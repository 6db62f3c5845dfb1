"""Addresses that people can read aloud: pinyin made from Chinese titles."""

import re
import secrets

from pypinyin import lazy_pinyin

MAX_LENGTH = 60


def pinyin_slug(title: str, fallback: str = "ye") -> str:
    """Return ``title`` as pinyin words joined by hyphens, at most ``MAX_LENGTH`` characters.

    Args:
        title: any text; what is neither Chinese nor Latin nor a digit separates words.
        fallback: first part of the slug where nothing of the title can be written, as in ``？！``;
            a random part follows so that two such titles do not meet.
    """
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(title, errors=_separate)).lower())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    return slug or f"{fallback}-{secrets.token_hex(4)}"


def _separate(characters: str) -> str:
    """Keep Latin letters and digits; everything else that pypinyin cannot read becomes a gap."""
    return re.sub(r"[^A-Za-z0-9]+", " ", characters)
