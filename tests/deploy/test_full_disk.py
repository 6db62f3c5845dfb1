"""A disk that is full: 507 in Chinese, nothing half-written, and all is well once there is room."""

import os
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.media.factories import picture_bytes

pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk"),
]

TEXT = "写了很久的一段文字，不能因为磁盘满了就丢掉，请把它原样还给我，一个字也不要少。" * 20


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of its own at a folder."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0777", "none", str(folder)]
    subprocess.run(mount, check=True)  # noqa: S603
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607


def fill(folder: Path) -> Path:
    """Fill a disk to the last byte; returns the file that does it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return filler


@pytest.fixture
def full_media(stack) -> Generator[Path, None, None]:
    with small_disk(stack.var / "media", 512) as media:
        yield fill(media)


def add_photo(diary) -> requests.Response:
    """Send a photo of a page, larger than what a form keeps in memory."""
    token = diary.browser.session.cookies["csrftoken"]
    noise = picture_bytes((1600, 1200), "PNG", color=(1, 2, 3))
    return diary.browser.session.post(
        diary.addresses[0].replace("/notes/", "/photos/"),
        {"csrfmiddlewaretoken": token, "caption": TEXT},
        files={"file": ("page.png", noise, "image/png")},
        timeout=60,
        allow_redirects=False,
    )


def test_an_upload_to_a_full_disk_leaves_nothing(stack, diary, full_media):
    count = "from reading.models import AnnotationPhoto as P; print(P.objects.count())"
    before = stack.shell(count)
    answer = add_photo(diary)
    assert answer.status_code == 507
    assert "存储空间满了" in answer.text
    assert TEXT in answer.text
    assert stack.shell(count) == before
    left = [path for path in full_media.parent.rglob("*") if path.is_file()]
    assert left == [full_media]
    assert requests.get(stack.url, timeout=60).status_code == 200
    status, parts = stack.readyz()
    assert (status, parts["storage"]["ok"]) == (503, False)

    full_media.unlink()
    assert add_photo(diary).status_code == 302
    assert stack.readyz()[1]["storage"]["ok"] is True


@pytest.fixture
def tiny_table(stack) -> Generator[Path, None, None]:
    """The table of notes on a disk of its own."""
    folder = stack.folder / "tiny"
    folder.mkdir()
    with small_disk(folder, 2048):
        place = folder / "data"
        place.mkdir()
        place.chmod(0o777)
        owner = stack.postgres.user
        if owner:
            subprocess.run(["chown", owner, str(place)], check=True)  # noqa: S603, S607
        sql(stack, f"CREATE TABLESPACE tiny LOCATION '{place}'")
        sql(stack, "ALTER TABLE reading_note SET TABLESPACE tiny")
        try:
            yield folder
        finally:
            sql(stack, "ALTER TABLE reading_note SET TABLESPACE pg_default")
            sql(stack, "DROP TABLESPACE tiny")


def sql(stack, statement: str) -> None:
    psql = [stack.postgres.program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]
    subprocess.run([*psql, stack.postgres.url], check=True, capture_output=True)  # noqa: S603


def test_a_database_on_a_full_disk_refuses_and_heals(stack, diary, tiny_table):
    filler = fill(tiny_table)
    while diary.write(f"full {len(diary.accepted)} {TEXT}") == 302:
        assert len(diary.accepted) < 5_000, "the disk never got full"
    assert diary.refused == [507]
    assert requests.get(stack.url, timeout=60).status_code == 200
    assert diary.browser.open("/my/reading/").status_code == 200

    filler.unlink()
    assert diary.write(f"full again {TEXT}") == 302
    assert diary.kept("full") == sorted(diary.accepted)
