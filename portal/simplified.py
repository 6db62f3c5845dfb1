"""Traditional characters as simplified ones, one by one (OpenCC's tables).

Character by character, so that every place in a text stays where it is: whoever compares texts
wants to say where. OpenCC's longer phrases, which change lengths, are left out on purpose.

``init_site`` writes the general table into a file (``write``), because a process that has asked
OpenCC stays 5 MB larger; web processes read it (``read_from``), others ask OpenCC.
"""

from functools import cache
from importlib.metadata import version
from pathlib import Path

from portal.files import made_once

# The blocks of Unicode with Han characters, extensions included.
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))
_PIECE = 4_096
_file: Path | None = None


def simplified(text: str) -> str:
    """Return ``text`` with simplified characters; as long as before, and idempotent.

    Characters that both scripts use stay: 著 (著作) is not made 着.
    """
    return text if text.isascii() else text.translate(_closed())


@cache
def table(name: str) -> dict[int, str]:
    """Return the characters that a converter changes, for ``str.translate``.

    Args:
        name: of an OpenCC converter: ``t2s`` in general, ``hk2s`` and ``tw2s`` by region.
    """
    from opencc import OpenCC

    # 50 ms; the converter and most of its 20 MB are let go afterwards.
    converter = OpenCC(name)
    changes: dict[int, str] = {}
    for first, last in _HAN:
        # In pieces: strings of all 90,000 characters at once would leave the process 12 MB larger.
        for start in range(first, last + 1, _PIECE):
            characters = [chr(code) for code in range(start, min(start + _PIECE, last + 1))]
            converted = converter.convert("\n".join(characters)).split("\n")
            for before, after in zip(characters, converted, strict=True):
                if before != after and len(after) == 1:
                    changes[ord(before)] = after
    return changes


def file_in(folder: Path) -> Path:
    """Return where the general table of the installed OpenCC lies below a folder, or would lie."""
    return folder / f"simplified-{version('opencc')}.txt"


def write(folder: Path) -> Path:
    """Return the file of ``file_in``, written now if it is not there."""
    return made_once(file_in(folder), _content)


def _content() -> bytes:
    changes = _asked()
    return f"{''.join(map(chr, changes))}\n{''.join(changes.values())}".encode()


def read_from(folder: Path) -> None:
    """Let this process read the file of ``file_in``, where there is one."""
    global _file
    _file = file_in(folder)
    _closed.cache_clear()


@cache
def _closed() -> dict[int, str]:
    if _file is None or not _file.exists():
        return _asked()
    before, after = _file.read_text(encoding="utf-8").split("\n")
    return dict(zip(map(ord, before), after, strict=True))


def _asked() -> dict[int, str]:
    """The general table, with the one character followed that leads to another entry (薴)."""
    changes = table("t2s")
    return {code: changes.get(ord(after), after) for code, after in changes.items()}
