"""Where the portal's data lies, and where a backup is put."""

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from portal.backup import manifest
from portal.backup.manifest import BackupError

_NAMED = re.compile(r"portal-\d{8}T\d{6}Z(-\d+)?")
_PARTIAL = ".partial"


@dataclass(frozen=True)
class Place:
    """A database and a folder of media.

    Attributes:
        database: Django's connection; backup and restore open connections of their own.
        media: None where an object store keeps pictures and attachments; it has backups of its own.
    """

    database: Any
    media: Path | None


def here() -> Place:
    """The place that the settings name."""
    storage: Any = default_storage
    is_folder = isinstance(storage, FileSystemStorage)
    return Place(connection, Path(storage.location) if is_folder else None)


def backups(folder: Path) -> list[Path]:
    """Return the complete backups below a folder, the oldest first."""
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if _NAMED.fullmatch(path.name))
    return sorted((path for path in found if (path / manifest.NAME).is_file()), key=_order)


def _order(path: Path) -> tuple[str, int]:
    _, moment, *number = path.name.split("-")
    return moment, int(number[0]) if number else 0


def find(folder: Path) -> Path:
    """Return the backup meant by a folder: itself, or the newest of those in it.

    Raises:
        BackupError: there is none.
    """
    if (folder / manifest.NAME).is_file():
        return folder
    found = backups(folder)
    if not found:
        raise BackupError(f"{folder} 里没有完整的备份。")
    return found[-1]


@contextmanager
def building(folder: Path, moment: datetime) -> Iterator[Path]:
    """Give a hidden folder to fill; it gets its name when the block ends well, else it goes.

    What a killed process left is removed by the next one: a lock says that nobody works on it.

    Args:
        folder: of all backups.
        moment: names this one, in UTC.

    Raises:
        BackupError: another backup into this folder is running, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise BackupError(f"备份目录 {folder} 写不进去：{error.strerror}。") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"另一个备份正在写入 {folder}，请等它结束。") from error
        for left in folder.glob(f".portal-*{_PARTIAL}"):
            shutil.rmtree(left)
        final = _free_name(folder, f"portal-{moment:%Y%m%dT%H%M%SZ}")
        partial = folder / f".{final.name}{_PARTIAL}"
        partial.mkdir(mode=0o700)
        try:
            yield partial
            partial.rename(named(partial))
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def named(partial: Path) -> Path:
    """The folder that one being filled becomes."""
    return partial.with_name(partial.name.removeprefix(".").removesuffix(_PARTIAL))


def _free_name(folder: Path, name: str) -> Path:
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}"
    return path


def thin(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` complete backups; return those removed.

    Raises:
        BackupError: one of them cannot be removed.
    """
    surplus = backups(folder)[:-keep]
    for path in surplus:
        try:
            # Without its manifest it is no backup any more, should the removal be cut short.
            (path / manifest.NAME).unlink()
            shutil.rmtree(path)
        except OSError as error:
            raise BackupError(f"旧备份 {path.name} 删不掉：{error.strerror}。") from error
    return surplus
