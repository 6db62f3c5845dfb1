"""PostgreSQL: ``pg_dump`` and ``pg_restore``, which belong to Debian's ``postgresql-client``."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.client import DatabaseClient

from portal.backup.manifest import BackupError

FILE = "database.pgdump"
_PLAIN = ("--no-owner", "--no-privileges", "--no-comments")


def dump(database: Any, target: Path) -> dict[str, int]:
    """Write a custom-format dump; return the rows of each table in it.

    Rows are counted in the very snapshot that ``pg_dump`` reads, so they agree while others write.

    Raises:
        BackupError: the client programs are missing or older than the server, or fail.
    """
    with _own(database) as own, own.cursor() as cursor:
        _check_client(own)
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        form = ("--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        _run(own, "pg_dump", *_PLAIN, *form)
        rows = _count(cursor)
        cursor.execute("ROLLBACK")
    return rows


def check(path: Path) -> None:
    """Ask ``pg_restore`` whether a dump can be read to its end.

    Raises:
        BackupError: it cannot.
    """
    # Without --dbname it prints the script: every block is unpacked, nothing is kept.
    found = _call("pg_restore", "--file=/dev/null", str(path))
    if found.returncode:
        raise BackupError(f"数据库文件 {path.name} 读不出来：{found.stderr.strip()}")


def migrations(database: Any) -> list[tuple[str, str]]:
    """Return the applied migrations, app and name."""
    with _own(database) as own, own.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return list(cursor.fetchall())


def is_empty(database: Any) -> bool:
    """Whether there is no table yet.

    Raises:
        BackupError: the client programs are missing or older than the server.
    """
    with _own(database) as own, own.cursor() as cursor:
        _check_client(own)
        return not _tables(cursor)


def load(database: Any, source: Path) -> dict[str, int]:
    """Restore a dump in one transaction, all or nothing; return the rows of each table."""
    with _own(database) as own:
        _run(own, "pg_restore", *_PLAIN, "--single-transaction", "--exit-on-error", source)
        with own.cursor() as cursor:
            cursor.execute("ANALYZE")
            return _count(cursor)


def server(database: Any) -> str:
    """The version of the server."""
    with _own(database) as own, own.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def size(database: Any) -> int:
    """Bytes that a dump needs at most: those of the database, for a dump is compressed."""
    with _own(database) as own, own.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p')"
        " AND pg_table_is_visible(c.oid) AND c.relnamespace::regnamespace::text"
        " NOT IN ('pg_catalog', 'information_schema') ORDER BY c.relname"
    )
    return [name for (name,) in cursor.fetchall()]


def _count(cursor: Any) -> dict[str, int]:
    rows = {}
    for table in _tables(cursor):
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  (from the catalogue)
        rows[table] = int(cursor.fetchone()[0])
    return rows


@contextmanager
def _own(database: Any) -> Iterator[Any]:
    """A connection beside the one that requests and tests use, with its own transactions."""
    own = database.copy()
    try:
        yield own
    finally:
        own.close()


def _program(name: str) -> str:
    path = shutil.which(name)
    if not path:
        raise BackupError(f"找不到 {name}，请安装 PostgreSQL 客户端（Debian：postgresql-client）。")
    return path


def _check_client(database: Any) -> None:
    needed = database.pg_version // 10_000
    found = re.search(r"\) (\d+)", _call("pg_dump", "--version").stdout)
    if not found or int(found[1]) < needed:
        version = found[1] if found else "？"
        raise BackupError(f"pg_dump 是 {version} 版，比服务器的 {needed} 版旧，备份不可靠。")


def _run(database: Any, program: str, *options: object) -> None:
    # Django knows how to hand over host, user and password; the password goes by environment.
    settings = database.settings_dict
    (_, *where, name), environment = DatabaseClient.settings_to_cmd_args_env(settings, [])
    command = [*where, f"--dbname={name}", *map(str, options)]
    done = _call(program, *command, environment=environment)
    if done.returncode:
        raise BackupError(f"{program} 失败：{done.stderr.strip()}")


def _call(
    program: str, *options: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  (no shell; options come from the settings)
        [_program(program), *options],
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
