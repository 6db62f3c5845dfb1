"""Pictures and attachments: copied once, linked from backup to backup."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.backup import manifest
from portal.backup.manifest import Entry, Manifest

FOLDER = "media"


def files(media: Path) -> Iterator[Path]:
    """Every file below the folder of media."""
    for folder, _, names in os.walk(media):
        yield from (Path(folder, name) for name in sorted(names))


def size(media: Path, previous: Path | None) -> int:
    """Bytes that have to be copied, for files that the previous backup does not have."""
    needed = 0
    for file in files(media):
        with suppress(FileNotFoundError):  # uploads come and go meanwhile
            if not _same(file, _within(previous, file.relative_to(media))):
                needed += file.stat().st_size
    return needed


def save(media: Path, target: Path, previous: Path | None) -> dict[str, Entry]:
    """Put all files into ``target/media``.

    A file that the previous backup has, with the same size and time of change, is linked to it and
    takes no room. Never to the running portal's own file: who damages that one must not damage the
    backup. Files that go meanwhile are left out.

    Args:
        media: the portal's folder.
        target: the folder of the new backup.
        previous: an older backup, or None.
    """
    known = Manifest.read(previous).files if previous else {}
    saved = {}
    for file in files(media):
        inside = file.relative_to(media)
        path = (Path(FOLDER) / inside).as_posix()
        old = _within(previous, inside)
        try:
            if path in known and old is not None and _same(file, old):
                saved[path] = _link(old, target / path, known[path])
            else:
                saved[path] = _copy(file, target / path)
        except FileNotFoundError:
            if file.exists():
                raise
    return saved


@contextmanager
def arriving(source: Path, media: Path | None) -> Iterator[None]:
    """Copy the files of a backup beside where the portal reads them.

    When the block ends well they are there, all of them; else there is none.

    Args:
        source: the backup.
        media: the portal's folder, without files; None where there is nothing to do.
    """
    if media is None:
        yield
        return
    beside = media.with_name(f"{media.name}.restoring")
    if beside.exists():
        shutil.rmtree(beside)  # of a restore that was killed
    try:
        for file in files(source / FOLDER):
            _copy(file, beside / file.relative_to(source / FOLDER))
        yield
        if beside.exists():
            if media.exists():
                shutil.rmtree(media)
            beside.rename(media)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _within(backup: Path | None, inside: Path) -> Path | None:
    return backup / FOLDER / inside if backup else None


def _same(file: Path, old: Path | None) -> bool:
    if old is None or not old.is_file():
        return False
    mine, its = file.stat(), old.stat()
    return (mine.st_size, mine.st_mtime_ns) == (its.st_size, its.st_mtime_ns)


def _link(old: Path, new: Path, entry: Entry) -> Entry:
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        return _copy(old, new)
    return entry


def _copy(file: Path, target: Path) -> Entry:
    status = file.stat()
    entry = manifest.copy(file, target)
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    target.chmod(0o640)
    return entry
