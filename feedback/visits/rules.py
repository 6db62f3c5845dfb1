"""What counts as a reader: pure."""

import re
from datetime import date

_MACHINE = re.compile(
    r"bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|python|curl|wget|java/|go-http",
    re.IGNORECASE,
)
LARGEST_KEY = 2**63 - 1


def is_machine(agent: str) -> bool:
    """Whether a browser's name is that of a program that reads for itself, or is missing."""
    return not agent or bool(_MACHINE.search(agent))


def page_key(text: str) -> int | None:
    """Return the number of a page as it was sent; None where it cannot be one."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    number = int(text)
    return number if 0 < number <= LARGEST_KEY else None


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)
