"""Files that a process makes for all that come after it."""

import os
from collections.abc import Callable
from pathlib import Path


def made_once(path: Path, content: Callable[[], bytes]) -> Path:
    """Return ``path``, made now if it is not there.

    It is there whole or not at all, also if two begin at once.
    """
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content())
        part.rename(path)
    return path
