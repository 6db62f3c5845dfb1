"""A file is whole or not there."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile

from portal.faults.storage import WholeFileStorage


@pytest.fixture
def storage(tmp_path):
    return WholeFileStorage(tmp_path)


def files(folder) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(where, name), folder)
        for where, _, names in os.walk(folder)
        for name in names
    )


def test_a_saved_file_is_all_that_lies_there(storage, tmp_path):
    name = storage.save("images/a.txt", ContentFile("中文"))
    assert name == "images/a.txt"
    assert storage.open(name).read().decode() == "中文"
    assert files(tmp_path) == ["images/a.txt"]


def test_a_second_file_of_the_name_gets_another(storage):
    first = storage.save("a.txt", ContentFile(b"first"))
    second = storage.save("a.txt", ContentFile(b"second"))
    assert first != second
    assert storage.open(first).read() == b"first"
    assert storage.open(second).read() == b"second"


def test_a_large_upload_lies_there_with_the_mode_of_all(tmp_path):
    storage = WholeFileStorage(tmp_path, file_permissions_mode=0o640)
    upload = TemporaryUploadedFile("b.bin", "application/octet-stream", 6, None)
    upload.write(b"abcdef")
    upload.seek(0)
    name = storage.save("b.bin", upload)
    upload.close()
    assert storage.open(name).read() == b"abcdef"
    assert os.stat(tmp_path / name).st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_nothing_half_written(storage, tmp_path, monkeypatch, step):
    kept = storage.save("a.txt", ContentFile(b"kept"))

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(f"os.{step}", full)
        with pytest.raises(OSError, match="full"):
            storage.save("a.txt", ContentFile(b"new"))
    assert files(tmp_path) == ["a.txt"]
    assert storage.open(kept).read() == b"kept"


def test_many_at_once_with_one_name_overwrite_nothing(storage):
    texts = [f"{number}".encode() for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        names = list(threads.map(lambda text: storage.save("a.txt", ContentFile(text)), texts))
    assert [storage.open(name).read() for name in names] == texts
