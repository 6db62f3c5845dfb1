"""The two commands on the real tables, the second in a process of its own."""

import io
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from portal.backup import postgres
from portal.backup.manifest import BackupError


def run(*words: object) -> str:
    out = io.StringIO()
    call_command("backup", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_whole_schema_there_and_back(place, empty, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "图.txt").write_text("图", encoding="utf-8")
    assert "已写好" in run(tmp_path / "b")
    assert "完好" in run(tmp_path / "b", "--verify")
    done = restore(tmp_path, empty.url)
    assert done.returncode == 0, done.stderr
    assert "与清单一致" in done.stdout
    assert "可以启动门户了" in done.stdout
    assert (tmp_path / "var/media/图.txt").read_text(encoding="utf-8") == "图"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM django_migrations ORDER BY id")
        assert empty.rows("django_migrations") == list(cursor.fetchall())
    # The triggers that keep the ledgers came along.
    kept = set(triggers(connection))
    assert kept == set(triggers(empty.place.database))
    assert any(name.startswith("editorial_decision") for name in kept)
    again = restore(tmp_path, empty.url)
    assert again.returncode == 1
    assert "目标数据库不是空的" in again.stderr


def triggers(database) -> list[str]:
    listed = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with database.cursor() as cursor:
        cursor.execute(listed[database.vendor])
        return [name for (name,) in cursor.fetchall()]


def restore(tmp_path, url: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "var/static").mkdir(parents=True, exist_ok=True)
    return subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore", "manage.py", "restore", str(tmp_path / "b")],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": url,
            "VAR_DIR": str(tmp_path / "var"),
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("keep", ["0", "-1", "x"])
def test_how_many_to_keep(keep, tmp_path):
    with pytest.raises(CommandError, match="1 或更大的整数"):
        run(tmp_path, "--keep", keep)
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_verify(tmp_path):
    with pytest.raises(CommandError, match="没有完整的备份"):
        run(tmp_path, "--verify")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the programs of PostgreSQL")
class TestClientPrograms:
    def test_older_than_the_server(self, full, tmp_path, monkeypatch):
        programs = tmp_path / "bin"
        programs.mkdir()
        (programs / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
        (programs / "pg_dump").chmod(0o755)
        monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
        with pytest.raises(BackupError, match="pg_dump 是 9 版"):
            postgres.dump(full.place.database, tmp_path / "x")

    def test_missing(self, full, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(BackupError, match="请安装 PostgreSQL 客户端"):
            postgres.dump(full.place.database, tmp_path / "x")
