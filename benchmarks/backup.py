"""A backup of a demo, restored and compared row by row.

    python -m benchmarks.backup             the small demo
    python -m benchmarks.backup district    7,000 teachers; builds for some twenty minutes
    python -m benchmarks.backup district 0.1    a tenth of them

On SQLite in a temporary folder, or on DATABASE_URL (PostgreSQL; must be empty or hold a demo).
BENCH_VAR_DIR keeps what was built for another run. While the first backup runs, a thread writes as
fast as it can: none of its writes may fail, the slowest is printed.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def main() -> None:
    """Build, back up, restore, compare, print."""
    size, scale, *_ = [*sys.argv[1:], "small", "1"] if not sys.argv[1:] else [*sys.argv[1:], "1"]
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as temporary:
        folder = os.environ.get("BENCH_VAR_DIR") or temporary
        os.environ |= {
            "VAR_DIR": folder,
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        }
        Path(folder, "static").mkdir(parents=True, exist_ok=True)
        import django

        django.setup()
        _build(size, float(scale))
        _measure(Path(temporary))


def _build(size: str, scale: float) -> None:
    from django.core.management import call_command

    from home.demo import district

    district.SCALE = scale
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    call_command("demo", size=size, allow_demo_accounts=True, unlisted=True)
    print(f"\ndemo of size {size} x {scale:g} there after {time.perf_counter() - started:.0f} s")


def _measure(temporary: Path) -> None:
    from django.core.management import call_command

    from portal.backup import actions
    from portal.backup.manifest import Manifest
    from portal.backup.places import here

    place, folder = here(), temporary / "backups"
    with _Writer() as writer:
        _timed("backup, writes running", lambda: actions.backup(place=place, folder=folder))
    print(f"{'':32}{writer.count} writes, none failed, slowest {writer.slowest * 1000:.0f} ms")
    path = _timed("second backup, media linked", lambda: actions.backup(place=place, folder=folder))
    manifest = Manifest.read(path)
    whole = sum(entry.size for entry in manifest.files.values()) / 2**20
    copied = manifest.files[manifest.database].size / 2**20
    rows = sum(manifest.tables.values())
    print(f"{'':32}{manifest.vendor}, {len(manifest.tables)} tables, {rows} rows")
    print(f"{'':32}{len(manifest.files)} files, {whole:.1f} MB, the database {copied:.1f} MB of it")
    _timed("verify", lambda: actions.verify(path))
    with _empty_place(temporary) as target:
        _timed("restore", lambda: actions.restore(place=target, folder=path))
        compared = _timed("compare row by row", lambda: _compare(place.database, target.database))
        print(f"{'':32}{compared} rows are the same")
        assert compared == rows
        assert _tree(place.media) == _tree(target.media)
    _timed("rebuild the search index", lambda: call_command("update_index", verbosity=0))


def _timed(name: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = work()
    print(f"{name:32}{time.perf_counter() - started:.1f} s", flush=True)
    return result


class _Writer:
    """Writes one row after the other into the table of signs of life, until the block ends."""

    def __init__(self) -> None:
        self.count, self.slowest = 0, 0.0
        self._over = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "_Writer":
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._over.set()
        self._thread.join()
        if self._error:
            raise self._error

    def _run(self) -> None:
        from django.db import connection

        from portal.observing import heart

        try:
            while not self._over.is_set():
                started = time.perf_counter()
                heart.beat(f"bench {self.count % 100}")
                self.slowest = max(self.slowest, time.perf_counter() - started)
                self.count += 1
        except Exception as error:
            self._error = error
        finally:
            connection.close()


class _empty_place:  # noqa: N801
    """An empty database and folder, gone after the block."""

    def __init__(self, temporary: Path) -> None:
        from django.db import connection

        from portal.backup.places import Place

        database = connection.copy()
        self._is_server = connection.vendor == "postgresql"
        name = f"{connection.settings_dict['NAME']}_restored"
        database.settings_dict["NAME"] = name if self._is_server else temporary / "restored.sqlite3"
        self._place, self._name = Place(database, temporary / "media"), name

    def __enter__(self) -> Any:
        self._run(f'CREATE DATABASE "{self._name}"')
        return self._place

    def __exit__(self, *args: object) -> None:
        self._place.database.close()
        self._run(f'DROP DATABASE "{self._name}"')

    def _run(self, statement: str) -> None:
        if self._is_server:
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute(statement)


def _compare(left: Any, right: Any) -> int:
    compared = 0
    for table in left.introspection.table_names():
        if table.startswith("sqlite_"):  # its own statistics; the manifest leaves them out
            continue
        for one, other in zip(_rows(left, table), _rows(right, table), strict=True):
            assert one == other, table
            compared += 1
    return compared


def _rows(connection: Any, table: str) -> Iterator[Any]:
    with connection.cursor() as cursor:
        keys = connection.introspection.get_primary_key_columns(cursor, table)
        order = " ORDER BY " + ", ".join(f'"{key}"' for key in keys) if keys else ""
        cursor.execute(f'SELECT * FROM "{table}"{order}')  # noqa: S608
        while found := cursor.fetchmany(2_000):
            yield from found


def _tree(folder: Path | None) -> dict[str, int]:
    assert folder is not None
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":  # not in the processes that draw pictures
    main()
