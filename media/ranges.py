"""Parts of a file, as players ask for them (RFC 9110, 14): one range a request."""

import re
from collections.abc import Iterator
from typing import IO

CHUNK = 64 * 1024
# More digits than any file has bytes; int() would take a second for a million of them.
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class NotSatisfiable(Exception):
    """The range begins behind the end of the file."""


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of the range in ``header``; nothing where all is to be sent.

    Several ranges, other units and nonsense are answered with the whole file, as the RFC allows.

    Raises ``NotSatisfiable``.
    """
    match = ONE_RANGE.fullmatch(header.strip())
    if not match or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        start, end = max(size - int(last), 0), size - 1
        if not int(last):
            raise NotSatisfiable
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size:
        raise NotSatisfiable
    return start, end


class Part:
    """The bytes from ``first`` to ``last`` of an open file, which is closed with the answer."""

    def __init__(self, file: IO[bytes], first: int, last: int) -> None:
        self.file, self.first, self.left = file, first, last - first + 1

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.first)
        while self.left > 0:
            chunk = self.file.read(min(CHUNK, self.left))
            if not chunk:
                return
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        """Close the file; the server calls this also when the visitor has gone."""
        self.file.close()
