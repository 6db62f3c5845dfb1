"""Runs of digits, as people write them: with spaces or hyphens between, in full width."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Between the digits of one number. No tab and no line end: those part the cells of a table.
_GAP = r"[ \u00a0\u3000\-\u2010-\u2015\u2212\u200b-\u200f\u2060\ufeff]{1,2}"
# Neither the inside of a longer number nor a decimal fraction.
_RUN = re.compile(rf"(?<![0-9])(?<![0-9]\.)[0-9]+(?:{_GAP}[0-9]+)*(?![0-9])(?!\.[0-9])")
_GROUP = re.compile(r"[0-9]+")
_WIDE = re.compile(r"[\uff01-\uff5e]|(?![0-9])\d")


@dataclass(frozen=True)
class Digits:
    """One or several neighbouring groups of digits.

    Attributes:
        start, end: where they stand in the text.
        digits: the digits alone.
        groups: how many digits each group has.
    """

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]


def half_width(text: str) -> str:
    """Return ``text`` with full-width Latin signs and all decimal digits as ASCII.

    Each character becomes one character, so that positions stay.
    """
    return _WIDE.sub(_half_width, text)


def _half_width(match: re.Match[str]) -> str:
    character = match.group()
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return str(unicodedata.decimal(character))


def candidates(text: str, *, shortest: int, longest: int) -> Iterator[Digits]:
    """Yield every sequence of whole groups with a number of digits between the two bounds.

    A sequence begins and ends with a group, never within one: the middle of a longer number is
    nothing. Longer sequences of one start come first.

    Args:
        text: as ``half_width`` returns it.
        shortest, longest: numbers of digits.
    """
    for run in _RUN.finditer(text):
        groups = [(m.start(), m.end()) for m in _GROUP.finditer(text, run.start(), run.end())]
        if not _is_within_a_code(text, run.start(), run.end()):
            yield from _sequences(text, groups, shortest, longest)


def _is_within_a_code(text: str, start: int, end: int) -> bool:
    """Say whether letters stand on both sides, as in a checksum or an address of the web.

    An ``X`` behind the digits may be the check digit of an identity number.
    """
    before, behind = text[max(start - 1, 0) : start], text[end : end + 2]
    behind = behind[1:] if behind[:1] in ("x", "X") else behind[:1]
    return all(sign.isascii() and sign.isalpha() for sign in (before, behind))


def _sequences(
    text: str, groups: list[tuple[int, int]], shortest: int, longest: int
) -> Iterator[Digits]:
    for first, (start, _) in enumerate(groups):
        found: list[Digits] = []
        digits = ""
        sizes: tuple[int, ...] = ()
        for group_start, end in groups[first:]:
            digits += text[group_start:end]
            sizes = (*sizes, end - group_start)
            if len(digits) > longest:
                break
            if len(digits) >= shortest:
                found.append(Digits(start, end, digits, sizes))
        yield from reversed(found)
