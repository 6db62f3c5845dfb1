"""What the address of a page that is not there says of what was looked for."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

# Below these stand no texts, and machines ask for what is not there all day.
NOT_TEXTS = frozenset(
    {
        "accounts",
        "admin",
        "api",
        "discussions",
        "documents",
        "feed",
        "media",
        "my",
        "search",
        "static",
    }
)
# What programs try that look for holes; none of it is a word of an address of ours.
_PROBE = re.compile(r"^wp-|^wp$|cgi-bin|phpmyadmin|xmlrpc|^vendor$|actuator|^solr$|boaform|^owa$")
_SEPARATORS = re.compile(r"[\s\-_+·,，。、]+")
_ODD = re.compile(r"[^\w\s\-+·,，。、]")
_DATE_OR_NUMBER = re.compile(r"[\d-]+")
_PAGE = re.compile(r"\.html?$")

LONGEST_PATH = 300
LONGEST_WORDS = 40
MOST_LEVELS = 8
# A slug is tried whole, then without its end: what was cut off or added stands there.
_SHARES = (1, 2 / 3, 1 / 3)
_FEWEST_SYLLABLES = 2


@dataclass(frozen=True)
class Wanted:
    """What was looked for.

    Attributes:
        slug: the last word of the address, as the slug of a page.
        words: the same as somebody would type it into the search.
        tries: beginnings of it, the longest first, pinyin without blanks.
    """

    slug: str
    words: str
    tries: tuple[str, ...]


def wanted_by(path: str) -> Wanted | None:
    """Return what an address asked for, or nothing where nobody looked for a text; pure.

    Args:
        path: of the request, percent-encoded or not.
    """
    if len(path) > LONGEST_PATH:
        return None
    levels = [level for level in unquote(path).split("/") if level]
    if not levels or len(levels) > MOST_LEVELS or levels[0].lower() in NOT_TEXTS:
        return None
    levels[-1] = _PAGE.sub("", levels[-1])
    if any(_ODD.search(level) or _PROBE.search(level.lower()) for level in levels):
        return None
    named = [level for level in levels if not _DATE_OR_NUMBER.fullmatch(level)]
    if not named:
        return None
    slug = named[-1]
    words = [word for word in _SEPARATORS.split(slug) if word]
    return Wanted(slug, " ".join(words)[:LONGEST_WORDS], _tries(words)) if words else None


def _tries(words: list[str]) -> tuple[str, ...]:
    tries: dict[str, None] = {}
    for share in _SHARES:
        kept = words[: max(round(len(words) * share), _FEWEST_SYLLABLES)]
        joined = ("" if "".join(kept).isascii() else " ").join(kept)
        tries[joined[:LONGEST_WORDS]] = None
    return tuple(tries)
