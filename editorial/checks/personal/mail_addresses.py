"""Addresses of electronic mail."""

import re
from collections.abc import Iterator

NAME = "mail_address"
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and masked form of each; ``text`` is of ``half_width``."""
    for address in _ADDRESS.finditer(text):
        name, _, host = address.group().partition("@")
        yield address.start(), address.end(), f"{name[0]}***@{host}"
