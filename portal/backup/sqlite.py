"""SQLite: the copy of a database that is being written to, by SQLite's own backup interface."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from portal.backup import manifest
from portal.backup.manifest import BackupError

FILE = "database.sqlite3"


def dump(database: Any, target: Path) -> dict[str, int]:
    """Copy the database as it is at one moment; return the rows of each table in the copy.

    Writers go on meanwhile: the copy is one read transaction of a database in WAL mode.

    Raises:
        BackupError: the copy does not pass SQLite's check.
    """
    with _open(_file(database)) as source, _open(target) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
    check(target)
    return count(target)


def check(path: Path) -> None:
    """Ask SQLite whether a file is whole.

    Raises:
        BackupError: it is not.
    """
    try:
        with _open(path) as database:
            (answer,) = database.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"数据库文件 {path.name} 已损坏：{error}") from error
    if answer != "ok":
        raise BackupError(f"数据库文件 {path.name} 没有通过完整性检查：{answer}")


def count(path: Path) -> dict[str, int]:
    """Return the rows of each table."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    with _open(path) as database:
        names = sorted(name for (name,) in database.execute(listed))
        return {name: _rows(database, name) for name in names}


def _rows(database: sqlite3.Connection, table: str) -> int:
    rows: int = database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
    return rows


def migrations(path: Path) -> list[tuple[str, str]]:
    """Return the applied migrations, app and name."""
    with _open(path) as database:
        return list(database.execute("SELECT app, name FROM django_migrations ORDER BY app, name"))


def is_empty(database: Any) -> bool:
    """Whether there is no table yet, or no file at all."""
    path = _file(database)
    return not path.exists() or not count(path)


def load(database: Any, source: Path) -> dict[str, int]:
    """Put a copy in the place of an empty database; return the rows of each table."""
    database.close()
    path = _file(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    arriving = path.with_name(f"{path.name}.restoring")
    arriving.unlink(missing_ok=True)
    manifest.copy(source, arriving)
    check(arriving)
    for companion in ("-wal", "-shm"):
        path.with_name(path.name + companion).unlink(missing_ok=True)
    arriving.replace(path)
    return count(path)


def server(database: Any) -> str:
    """The version of SQLite."""
    return sqlite3.sqlite_version


def size(database: Any) -> int:
    """Bytes that a copy needs at most."""
    path = _file(database)
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _file(database: Any) -> Path:
    return Path(database.settings_dict["NAME"])


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=20)) as database:
        yield database
