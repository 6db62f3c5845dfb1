"""The whole shelf as a workbook, and with its photos as an archive."""

import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import PurePath
from typing import IO

from editorial.workbooks import Table, new_book, saved
from people.models import User
from reading.models import AnnotationPhoto, ReadingRecord
from reading.passages import workbooks as passages
from reading.programme import workbooks as programme
from reading.shelf import columns as col
from reading.shelf.queries import everything_of, photos_of
from reading.together import workbooks as together

BOOK_COLUMNS = (
    (col.TITLE, 28), (col.AUTHORS, 20), (col.ISBN, 16), (col.STATE, 8), (col.WANTED, 12),
    (col.STARTED, 12), (col.FINISHED, 12), (col.STOPPED, 12), (col.PAGE, 10), (col.PAGES, 8),
    ("算作", 12), ("计入 2+N", 10), ("读书笔记", 28), ("笔记写成日期", 12),
)  # fmt: skip


def shelf_workbook(reader: User) -> IO[bytes]:
    """Return all that is kept about one's reading; the first sheet can be imported again.

    Queries: 12.
    """
    records = list(everything_of(reader))
    book = new_book()
    Table(book, "书", BOOK_COLUMNS).write(_book(record) for record in records)
    columns = ((col.TITLE, 28), ("日期", 12), (col.PAGE, 10))
    Table(book, "进度", columns).write(
        (record.work.title, _day(entry.on), entry.page)
        for record in records
        for entry in record.progress.all()
    )
    columns = ((col.TITLE, 28), ("类别", 8), ("页码", 8), ("内容", 80), ("记下的时间", 18))
    Table(book, "随想和摘句", columns).write(
        (record.work.title, note.get_kind_display(), note.page, note.text, note.made_at)
        for record in records
        for note in record.notes.all()
    )
    columns = ((col.TITLE, 28), ("页码", 8), ("文件", 40), ("上传时间", 18))
    Table(book, "批注照片", columns).write(
        (photo.record.work.title, photo.page, name, photo.made_at)
        for photo, name in named_photos(reader)
    )
    for room in (programme, together, passages):
        room.own_sheets(book, reader)
    return saved(book)


def _book(record: ReadingRecord) -> tuple[str | int | None, ...]:
    numbers = [edition.isbn for edition in record.work.editions.all() if edition.isbn]
    return (
        record.work.title,
        record.work.authors,
        numbers[0] if numbers else "",
        record.get_state_display(),
        _day(record.wanted_on),
        _day(record.started_on),
        _day(record.finished_on),
        _day(record.stopped_on),
        record.page,
        record.pages,
        record.get_chosen_kind_display(),
        "是" if record.counts else "否",
        record.log.draft_title if record.log else "",
        _day(record.logged_on),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def named_photos(reader: User) -> Iterator[tuple[AnnotationPhoto, str]]:
    """Yield each photo with its name in the archive. Queries: 1."""
    for place, photo in enumerate(photos_of(reader), start=1):
        page = f"-p{photo.page}" if photo.page else ""
        yield photo, f"photos/{place:03d}{page}{PurePath(photo.file.name).suffix}"


def shelf_archive(reader: User) -> IO[bytes]:
    """Return the workbook and the photos in one ZIP file, as a temporary file at its start."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the caller closes it
    with zipfile.ZipFile(file, "w") as archive:
        with shelf_workbook(reader) as book:
            archive.writestr("我的阅读.xlsx", book.read(), zipfile.ZIP_DEFLATED)
        for photo, name in named_photos(reader):
            try:
                with photo.file.storage.open(photo.file.name) as picture:
                    archive.writestr(name, picture.read())
            except FileNotFoundError:
                continue  # the rest is worth having all the same
    file.seek(0)
    return file


def template_workbook() -> IO[bytes]:
    """Return an empty list with the columns that are read."""
    book = new_book()
    widths = {col.TITLE: 28, col.AUTHORS: 20, col.PUBLISHER: 20, col.ISBN: 16}
    Table(book, "书", [(name, widths.get(name, 12)) for name in col.IMPORTED]).write([])
    return saved(book)
