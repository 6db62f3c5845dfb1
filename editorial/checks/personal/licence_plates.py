"""Licence plates (GA 36): civil, new energy, police, learner, trailer and the like."""

import re
from collections.abc import Iterator

NAME = "licence_plate"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTER, _SIGN = "[A-HJ-NP-Z]", "[A-HJ-NP-Z0-9]"  # never I and O
_GAP = r"[ \u00a0\u3000·•・.\-]?"
_PLATE = re.compile(
    rf"[{_PROVINCES}]{_GAP}{_LETTER}{_GAP}(?:"
    rf"{_LETTER}{_SIGN}[0-9]{{4}}|[0-9]{{5}}{_LETTER}"  # new energy: small, large
    rf"|{_SIGN}{{4}}[警学挂港澳超试领]"
    rf"|{_SIGN}{{5}})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
LEAST_DIGITS = 3  # of a civil plate at most two signs are letters


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and masked form of each; ``text`` is of ``half_width``."""
    for plate in _PLATE.finditer(text):
        written = plate.group()
        if sum(sign.isdigit() for sign in written) >= LEAST_DIGITS:
            yield plate.start(), plate.end(), f"{written[:2]}***{written[-2:]}"
