"""What reading a file yields, and how much of it is read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# Bounds, so that one file costs seconds at most. They lie above what a teacher attaches: a book of
# 300,000 characters still fits. What is left out is said.
MOST_CHARACTERS = 500_000
MOST_SECTIONS = 5_000
MOST_PAGES = 500
MOST_XML_BYTES = 40 * 1024 * 1024  # of one part of an office file, unpacked

# Why a file was not read, or not wholly.
UNREADABLE = "unreadable"  # damaged, encrypted, of an unknown kind, or too slow
CUT = "cut"  # longer than the bounds
NO_WORDS = "no_words"  # a scan, or empty
EMBEDDED = "embedded"  # holds other files, which are not opened

# What PostgreSQL cannot store and nobody can see.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass
class Reading:
    """The words of a file.

    Attributes:
        sections: place in words (``第 2 页``) and text, in the order of the file.
        problem: one of the words above, or nothing.
    """

    sections: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""


def gather(sections: Iterable[tuple[str, str]]) -> Reading:
    """Return the sections that have words, up to the bounds."""
    reading = Reading()
    left = MOST_CHARACTERS
    for label, found in sections:
        text = _UNSTORABLE.sub("", found)
        if not text.strip():
            continue
        if left <= 0 or len(reading.sections) >= MOST_SECTIONS:
            reading.problem = CUT
            break
        if len(text) > left:
            reading.problem = CUT
        reading.sections.append((label, text[:left]))
        left -= len(text)
    if not reading.sections:
        reading.problem = NO_WORDS
    return reading


def join_cells(cells: Iterable[str]) -> str:
    """Return a row of a table as one line, its cells parted by tabs.

    Neighbouring cells of one digit each belong together: forms give every digit of a number a cell
    of its own.
    """
    return "".join(_parted(cells)).strip("\t")


def _parted(cells: Iterable[str]) -> Iterator[str]:
    previous = ""
    for cell in (cell.strip() for cell in cells):
        if not (_is_digit(cell) and _is_digit(previous)):
            yield "\t"
        yield cell
        previous = cell


def _is_digit(cell: str) -> bool:
    """Say whether a cell holds one place of a number; the last may be the X of an identity."""
    return len(cell) == 1 and (cell.isdecimal() or cell in "Xx")
