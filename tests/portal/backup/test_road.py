"""From a running portal into a backup and back."""

import sqlite3
import threading

import pytest

from portal.backup import media, postgres, sqlite
from portal.backup.actions import backup, restore, verify
from portal.backup.manifest import BackupError, Manifest
from portal.backup.places import Place, backups, building, find, thin


def test_everything_comes_back(full, empty, tmp_path):
    path = backup(place=full.place, folder=tmp_path / "b")
    manifest = restore(place=empty.place, folder=path)
    assert dict(manifest.tables) == {"django_migrations": 1, "note": 5, "tally": 1}
    for table in manifest.tables:
        assert empty.rows(table) == full.rows(table)
    assert (empty.media / "deep/er/b.txt").read_text(encoding="utf-8") == "内容 deep/er/b.txt"
    assert (empty.media / "a.txt").stat().st_mtime == (full.media / "a.txt").stat().st_mtime
    assert sorted(p.name for p in empty.media.rglob("*.txt")) == ["a.txt", "b.txt"]


def test_no_secret_is_written_down(full, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "a-secret-that-must-not-leave")
    path = backup(place=full.place, folder=tmp_path / "b")
    text = (path / "manifest.json").read_text(encoding="utf-8")
    assert "a-secret-that-must-not-leave" not in text
    assert "SECRET_KEY" in Manifest.read(path).environment
    assert {"Django", "wagtail", "python", "database"} < set(Manifest.read(path).versions)
    assert (path.stat().st_mode & 0o077) == 0


def test_media_in_an_object_store_is_left_to_it(full, empty, tmp_path):
    path = backup(place=Place(full.place.database, None), folder=tmp_path / "b")
    manifest = restore(place=Place(empty.place.database, None), folder=path)
    assert not manifest.media
    assert list(manifest.files) == [manifest.database]
    assert empty.rows("note") == full.rows("note")


def test_writers_go_on_and_each_backup_is_one_moment(full, place, tmp_path):
    written, stop = [5], threading.Event()

    def write() -> None:
        own = full.place.database.copy()
        own.inc_thread_sharing()
        try:
            while not stop.is_set():
                full.add(written[0] + 1, own)
                written[0] += 1
        finally:
            own.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = []
        for number in range(3):
            before = written[0]
            path = backup(place=full.place, folder=tmp_path / "b")
            tables = Manifest.read(path).tables
            assert before <= tables["note"] <= written[0] + 1
            seen.append((path, tables["note"], f"back{number}"))
    finally:
        stop.set()
        writer.join(timeout=30)
    assert written[0] > 5
    for path, notes, name in seen:
        target = place(name)
        restore(place=target.place, folder=path)
        # Half a transaction would make these differ.
        assert target.rows("tally") == [(1, notes)]
        assert [row[0] for row in target.rows("note")] == list(range(1, notes + 1))


def test_a_restore_that_finds_no_room_for_the_files_can_be_tried_again(
    full, empty, tmp_path, monkeypatch
):
    path = backup(place=full.place, folder=tmp_path / "b")

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("portal.backup.media._copy", fail)
        with pytest.raises(BackupError, match="恢复没有完成：No space left"):
            restore(place=empty.place, folder=path)
    assert not empty.media.exists()
    restore(place=empty.place, folder=path)
    assert empty.rows("note") == full.rows("note")


def test_a_restore_that_the_database_breaks_off_leaves_no_files(full, empty, tmp_path, monkeypatch):
    path = backup(place=full.place, folder=tmp_path / "b")

    def fail(*args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    for engine in (sqlite, postgres):
        monkeypatch.setattr(engine, "load", fail)
    with pytest.raises(BackupError, match="恢复没有完成：database or disk is full"):
        restore(place=empty.place, folder=path)
    assert not empty.media.exists()
    assert not empty.media.with_name("two.restoring").exists()


def test_what_the_database_says_of_a_backup_is_for_the_operator(full, tmp_path, monkeypatch):
    def fail(*args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    for engine in (sqlite, postgres):
        monkeypatch.setattr(engine, "dump", fail)
    with pytest.raises(BackupError, match="备份没有完成：database or disk is full"):
        backup(place=full.place, folder=tmp_path / "b")
    assert backups(tmp_path / "b") == []


def test_a_file_that_goes_while_room_is_looked_for_stops_nothing(full, tmp_path, monkeypatch):
    def gone(file, old):
        if file.name == "b.txt":
            file.unlink()
        return False

    monkeypatch.setattr(media, "_same", gone)
    path = backup(place=full.place, folder=tmp_path / "b")
    assert [p.name for p in (path / "media").rglob("*.txt")] == ["a.txt"]


class TestRefusals:
    def test_a_database_with_tables(self, full, place, tmp_path):
        path = backup(place=full.place, folder=tmp_path / "b")
        other = place("other").fill()
        other.add(6)
        with pytest.raises(BackupError, match="目标数据库不是空的"):
            restore(place=other.place, folder=path)
        assert len(other.rows("note")) == 6

    def test_a_folder_with_media(self, full, empty, tmp_path):
        path = backup(place=full.place, folder=tmp_path / "b")
        empty.media.mkdir()
        (empty.media / "mine.txt").write_text("我的", encoding="utf-8")
        with pytest.raises(BackupError, match="不是空的，请先移走"):
            restore(place=empty.place, folder=path)
        assert [p.name for p in empty.media.iterdir()] == ["mine.txt"]

    def test_a_newer_portal(self, full, empty, tmp_path):
        with full.place.database.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = '9999_from_the_future'")
        path = backup(place=full.place, folder=tmp_path / "b")
        with pytest.raises(BackupError, match=r"更新的版本.*portal\.9999_from_the_future"):
            restore(place=empty.place, folder=path)

    def test_another_kind_of_database(self, full, empty, tmp_path):
        path = backup(place=full.place, folder=tmp_path / "b")
        manifest = Manifest.read(path)
        empty.place.database.vendor = {"sqlite": "postgresql"}.get(manifest.vendor, "sqlite")
        with pytest.raises(BackupError, match="不能恢复"):
            restore(place=empty.place, folder=path)

    def test_media_where_the_settings_name_an_object_store(self, full, empty, tmp_path):
        path = backup(place=full.place, folder=tmp_path / "b")
        with pytest.raises(BackupError, match="对象存储"):
            restore(place=Place(empty.place.database, None), folder=path)


class TestDamage:
    @pytest.fixture
    def path(self, full, tmp_path):
        return backup(place=full.place, folder=tmp_path / "b")

    def refuse(self, path, empty, pattern):
        with pytest.raises(BackupError, match=pattern):
            verify(path)
        with pytest.raises(BackupError, match=pattern):
            restore(place=empty.place, folder=path)
        assert not empty.media.exists()

    def test_a_file_is_missing(self, path, empty):
        (path / "media/a.txt").unlink()
        self.refuse(path, empty, r"缺少文件 media/a\.txt")

    def test_a_byte_of_a_file_is_another(self, path, empty):
        file = path / "media/a.txt"
        file.write_bytes(b"X" + file.read_bytes()[1:])
        self.refuse(path, empty, r"media/a\.txt 的内容与校验值不符")

    def test_the_database_is_cut_short(self, path, empty):
        file = path / Manifest.read(path).database
        file.write_bytes(file.read_bytes()[:-100])
        self.refuse(path, empty, "的大小不对")

    def test_a_file_that_nobody_wrote_down(self, path, empty):
        (path / "media/extra.txt").write_text("x", encoding="utf-8")
        self.refuse(path, empty, "多出文件")

    def test_the_manifest_was_edited(self, path, empty):
        file = path / "manifest.json"
        file.write_text(file.read_text(encoding="utf-8").replace('"note": 5', '"note": 4'))
        self.refuse(path, empty, "与校验值不符")

    def test_the_manifest_is_gone(self, path, empty):
        (path / "manifest.json").unlink()
        self.refuse(path, empty, "清单读不出来")

    def test_a_format_of_the_future(self, path, empty):
        from dataclasses import replace

        replace(Manifest.read(path), format=2).write(path)
        self.refuse(path, empty, "第 2 版")


class TestFolders:
    def test_what_is_cut_short_does_not_look_complete(self, full, tmp_path, monkeypatch):
        def fail(*args: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("portal.backup.media.save", fail)
        with pytest.raises(BackupError, match="No space left"):
            backup(place=full.place, folder=tmp_path / "b")
        assert [p.name for p in (tmp_path / "b").iterdir()] == [".lock"]

    def test_what_a_killed_one_left_is_passed_over_and_removed(self, full, tmp_path):
        folder = tmp_path / "b"
        left = folder / ".portal-20260101T000000Z.partial"
        left.mkdir(parents=True)
        (left / "manifest.json").write_text("{}", encoding="utf-8")
        with pytest.raises(BackupError, match="没有完整的备份"):
            find(folder)
        path = backup(place=full.place, folder=folder)
        assert find(folder) == path == find(path)
        assert not left.exists()

    def test_one_at_a_time(self, full, tmp_path):
        from datetime import UTC, datetime

        with (
            building(tmp_path / "b", datetime.now(UTC)),
            pytest.raises(BackupError, match="另一个"),
        ):
            backup(place=full.place, folder=tmp_path / "b")

    def test_the_newest_are_kept_and_share_unchanged_media(self, full, tmp_path):
        folder = tmp_path / "b"
        made = [backup(place=full.place, folder=folder) for _ in range(3)]
        (full.media / "a.txt").write_text("新的内容", encoding="utf-8")
        made.append(backup(place=full.place, folder=folder))
        assert backups(folder) == made
        inodes = [(path / "media/deep/er/b.txt").stat().st_ino for path in made]
        assert len(set(inodes)) == 1
        # Never the portal's own file, which somebody may yet write into.
        assert (full.media / "deep/er/b.txt").stat().st_ino != inodes[0]
        assert thin(folder, 2) == made[:2]
        assert backups(folder) == made[2:]
        verify(made[2])
        assert (made[2] / "media/a.txt").read_text(encoding="utf-8") == "内容 a.txt"
        assert (made[3] / "media/a.txt").read_text(encoding="utf-8") == "新的内容"

    def test_a_full_backup_shares_nothing(self, full, tmp_path):
        first, second = (
            backup(place=full.place, folder=tmp_path / "b", full=True) for _ in range(2)
        )
        assert not (first / "media/a.txt").samefile(second / "media/a.txt")

    def test_no_room(self, full, tmp_path, monkeypatch):
        import shutil

        usage = shutil.disk_usage(tmp_path)
        monkeypatch.setattr("shutil.disk_usage", lambda path: usage._replace(free=1024))
        with pytest.raises(BackupError, match="磁盘空间不够"):
            backup(place=full.place, folder=tmp_path / "b")
