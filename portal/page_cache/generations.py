"""How often each table has changed: numbers in a small file that all processes map into memory.

A page that was made of some tables is good as long as their numbers stand still. Looking costs a
process one read of its own memory; nobody has to be told. The numbers themselves mean nothing:
only their equality counts, and pages do not outlive their process.
"""

import fcntl
import mmap
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from portal.page_cache.statements import EVERYTHING

# Two tables that share a number only make pages anew more often than needed.
SLOTS = 1 << 14
# Changes that this machine has applied itself, so that ``watching`` need not do it again.
RING = 1 << 11
_EPOCH, _CONFIRMED, _TABLES = 0, 1, 8
_APPLIED = _TABLES + SLOTS
_WORDS = _APPLIED + RING

Versions = dict[int, int]


class Generations:
    """The numbers of one machine.

    Args:
        path: of the file; made where it is missing. On a local disk: the memory of a file that
            lies on another machine is not shared.

    Raises:
        OSError: the file can be neither opened nor made.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
        if os.fstat(self._file).st_size < _WORDS * 8:
            os.ftruncate(self._file, _WORDS * 8)
        self._words = memoryview(mmap.mmap(self._file, _WORDS * 8)).cast("Q")
        self._lock = threading.Lock()

    def epoch(self) -> int:
        """Return the number that changes with every other one."""
        return self._words[_EPOCH]

    def all(self) -> memoryview:
        """Return a copy of the numbers as they are now, for ``versions``."""
        return memoryview(bytes(self._words[_TABLES:_APPLIED])).cast("Q")

    def versions(self, tables: Iterable[str], numbers: memoryview) -> Versions:
        """Return the numbers of ``tables``, and of everything, out of what ``all`` returned."""
        slots = {_slot(table) for table in (*tables, EVERYTHING)}
        return {slot: numbers[slot] for slot in slots}

    def stand(self, versions: Versions) -> bool:
        """Say whether none of ``versions`` has moved."""
        words = self._words
        return all(words[_TABLES + slot] == number for slot, number in versions.items())

    def bump(self, tables: Iterable[str], token: int = 0) -> None:
        """Note that ``tables`` have changed; ``token`` is the change's, see ``has_applied``."""
        with self._alone():
            for table in tables:
                self._words[_TABLES + _slot(table)] += 1
            self._words[_EPOCH] += 1
            self._words[_APPLIED + token % RING] = token

    def has_applied(self, token: int) -> bool:
        """Say whether this machine is known to have noted the change of that token."""
        return self._words[_APPLIED + token % RING] == token

    def confirm(self, milliseconds: int) -> None:
        """Note when, on the monotonic clock, all changes that are committed had been applied."""
        self._words[_CONFIRMED] = milliseconds

    def confirmed(self) -> int:
        """Return that moment in milliseconds; 0 before the first."""
        return self._words[_CONFIRMED]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # flock is between open files, and threads share ours.
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)


def _slot(table: str) -> int:
    return crc32(table.encode()) % SLOTS
