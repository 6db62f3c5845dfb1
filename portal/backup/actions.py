"""Make a backup, verify one, put one back."""

import os
import platform
import shutil
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader

from portal.backup import media, postgres, sqlite
from portal.backup.manifest import BackupError, Entry, Manifest, digest, faults
from portal.backup.places import Place, backups, building, named
from portal.settings import environment

_ENGINES: Mapping[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgres}
_RESERVE = 64 * 1024 * 1024  # bytes left free on the disk that the portal writes to as well


def backup(*, place: Place, folder: Path, full: bool = False) -> Path:
    """Make a backup of a running portal; return its folder.

    First the database at one moment, then the media: what was uploaded before that moment is in it.

    Args:
        place: what to save.
        folder: of all backups; this one gets a folder of its own in it, when it is complete.
        full: copy all media anew, without links to the previous backup.

    Raises:
        BackupError: with the reason; nothing that looks like a backup is left.
    """
    engine = _ENGINES[place.database.vendor]
    moment = datetime.now(UTC)
    previous = None if full else _usable(backups(folder))
    with _told("备份没有完成"), building(folder, moment) as target:
        _need_room(target, engine.size(place.database), place.media, previous)
        rows = engine.dump(place.database, target / engine.FILE)
        (target / engine.FILE).chmod(0o640)
        engine.check(target / engine.FILE)
        is_file = engine is sqlite
        applied = engine.migrations(target / engine.FILE if is_file else place.database)
        files = {engine.FILE: _described(target / engine.FILE)}
        if place.media:
            files |= media.save(place.media, target, previous)
        Manifest(
            made_at=moment.isoformat(timespec="seconds"),
            vendor=place.database.vendor,
            database=engine.FILE,
            media=place.media is not None,
            tables=rows,
            migrations=_by_app(applied),
            versions=_versions(engine.server(place.database)),
            environment=environment.names_set(),
            files=files,
        ).write(target)
        os.sync()  # on the disk before it has a name
    return named(target)


def verify(folder: Path) -> Manifest:
    """Read everything in a backup and compare it with what was written down.

    Raises:
        BackupError: a line for each fault.
    """
    manifest = Manifest.read(folder)
    with _told("备份读不出来"):
        found = faults(folder, manifest)
        if found:
            raise BackupError("备份有问题：\n" + "\n".join(found))
        engine = _ENGINES[manifest.vendor]
        engine.check(folder / manifest.database)
        if engine is sqlite:
            _compare(manifest.tables, sqlite.count(folder / manifest.database))
    return manifest


def restore(*, place: Place, folder: Path) -> Manifest:
    """Put a backup into an empty place; nothing is written before everything has been looked at.

    The database may afterwards be behind the program: then ``migrate`` follows. The search index
    is not in a backup; ``update_index`` builds it.

    Raises:
        BackupError: with the reason.
    """
    manifest = verify(folder)
    engine = _ENGINES[place.database.vendor]
    if manifest.vendor != place.database.vendor:
        raise BackupError(
            f"备份来自 {manifest.vendor}，而 DATABASE_URL 指向 {place.database.vendor}，不能恢复。"
        )
    _need_known(manifest)
    with _told("恢复没有完成"):
        _need_empty(place, engine, manifest)
        # The files, which fill a disk, before the database: it is still empty if they do.
        with media.arriving(folder, place.media):
            _compare(manifest.tables, engine.load(place.database, folder / manifest.database))
    return manifest


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Tell the operator what disks and databases have to say, in one kind of error."""
    try:
        yield
    except (OSError, sqlite3.Error, DatabaseError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BackupError(f"{what}：{reason}。") from error


def _need_known(manifest: Manifest) -> None:
    known = MigrationLoader(None).disk_migrations or {}
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    replaced = {key for migration in known.values() for key in migration.replaces}
    strange = sorted(applied - set(known) - replaced)
    if strange:
        app, name = strange[0]
        version = manifest.versions.get("teacher-portal", "？")
        raise BackupError(
            f"备份来自更新的版本（{version}）：本程序不认识迁移 {app}.{name} 等 {len(strange)} 个。"
            "请先把程序升级到备份时的版本。"
        )


def _need_empty(place: Place, engine: ModuleType, manifest: Manifest) -> None:
    if not engine.is_empty(place.database):
        raise BackupError(
            "目标数据库不是空的。恢复只能写进空数据库，请换一个新的，或先移走原来的。"
        )
    if manifest.media and place.media and any(True for _ in media.files(place.media)):
        raise BackupError(f"媒体目录 {place.media} 不是空的，请先移走里面的文件。")
    if manifest.media and not place.media:
        raise BackupError(
            "备份里有媒体文件，而现在的设置用对象存储；请先改用本地目录恢复，再上传。"
        )


def _need_room(target: Path, database: int, folder: Path | None, previous: Path | None) -> None:
    needed = database + (media.size(folder, previous) if folder else 0) + _RESERVE
    free = shutil.disk_usage(target).free
    if free < needed:
        raise BackupError(
            f"磁盘空间不够：大约需要 {needed >> 20} MB，{target.parent} 只剩 {free >> 20} MB。"
        )


def _usable(found: list[Path]) -> Path | None:
    for path in reversed(found):
        try:
            Manifest.read(path)
        except BackupError:
            continue
        return path
    return None


def _described(path: Path) -> Entry:
    return Entry(path.stat().st_size, digest(path))


def _compare(written: Mapping[str, int], found: Mapping[str, int]) -> None:
    wrong = [
        f"{table}：应为 {written.get(table, 0)} 行，实为 {found.get(table, 0)} 行"
        for table in sorted({*written, *found})
        if written.get(table) != found.get(table)
    ]
    if wrong:
        raise BackupError("各表的行数与清单不符：\n" + "\n".join(wrong))


def _by_app(applied: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for app, name in applied:
        names[app].append(name)
    return dict(names)


def _versions(server: str) -> dict[str, str]:
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return {name: metadata.version(name) for name in ("Django", "wagtail")} | {
        "teacher-portal": project["project"]["version"],
        "python": platform.python_version(),
        "database": server,
    }
