"""Progress, notes and photos."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from editorial.errors import NotPossible
from reading.models import AnnotationPhoto, Note, ProgressEntry, ReadingRecord, ReadingState
from reading.shelf import actions, rules
from tests.media.factories import picture_bytes
from tests.people.factories import TeacherFactory, delete_account
from tests.reading.shelf.factories import DAY, shelved

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return TeacherFactory()


def note_page(record, page, **more):
    return actions.note_progress(reader=record.reader, record_id=record.pk, page=page, **more)


def test_progress_has_one_entry_a_day_and_the_newest_day_counts(reader):
    record = shelved(reader)
    note_page(record, 50, on=DAY + timedelta(days=2))
    note_page(record, 30, on=DAY)
    note_page(record, 35, on=DAY)
    record.refresh_from_db()
    assert record.page == 50
    assert list(record.progress.values_list("page", flat=True)) == [50, 35]
    actions.delete_progress(reader=reader, entry_id=record.progress.first().pk)
    record.refresh_from_db()
    assert record.page == 35


def test_progress_begins_a_book_that_was_wanted(reader):
    record = shelved(reader, ReadingState.WANT)
    record = note_page(record, 12)
    assert (record.state, record.started_on) == ("reading", timezone.localdate())


def test_progress_before_the_first_day_moves_it(reader):
    record = note_page(shelved(reader), 5, on=DAY - timedelta(days=3))
    assert record.started_on == DAY - timedelta(days=3)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"page": 0}, "page"),
        ({"page": 201}, "page"),
        ({"page": 30_000, "pages": 30_001}, "pages"),
        ({"page": 5, "on": DAY + timedelta(days=40_000)}, "on"),
    ],
)
def test_impossible_progress_is_told_beside_its_field(reader, values, field):
    record = shelved(reader)
    with pytest.raises(ValidationError) as refused:
        note_page(record, **values)
    assert field in refused.value.message_dict
    assert not ProgressEntry.objects.exists()


def test_the_number_of_pages_can_be_put_right(reader):
    record = note_page(shelved(reader), 250, pages=300)
    assert (record.page, record.pages) == (250, 300)


def test_a_finished_book_makes_no_progress(reader):
    with pytest.raises(NotPossible):
        note_page(shelved(reader, ReadingState.FINISHED), 5)


def add(record, text="一个念头", kind="thought", page=None):
    return actions.add_note(
        reader=record.reader, record_id=record.pk, kind=kind, text=text, page=page
    )


def test_the_same_note_is_kept_once(reader):
    record = shelved(reader)
    assert add(record, page=3) == add(record, " 一个念头 ", page=3)
    add(record, page=4)
    assert Note.objects.count() == 2


def test_a_note_is_changed_and_deleted_by_its_reader_only(reader):
    note = add(shelved(reader))
    other = TeacherFactory()
    values = {"note_id": note.pk, "kind": "quotation", "text": "原句", "page": 9}
    with pytest.raises(Note.DoesNotExist):
        actions.change_note(reader=other, **values)
    with pytest.raises(Note.DoesNotExist):
        actions.delete_note(reader=other, note_id=note.pk)
    actions.change_note(reader=reader, **values)
    note.refresh_from_db()
    assert (note.kind, note.text, note.page) == ("quotation", "原句", 9)
    actions.delete_note(reader=reader, note_id=note.pk)
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("kind", "text", "page", "field"),
    [
        ("thought", "  ", None, "text"),
        ("thought", "字" * 2001, None, "text"),
        ("quotation", "字" * 501, None, "text"),
        ("other", "字", None, "kind"),
        ("thought", "字", 20_001, "page"),
    ],
)
def test_an_impossible_note_is_told_beside_its_field(reader, kind, text, page, field):
    with pytest.raises(ValidationError) as refused:
        add(shelved(reader), text, kind, page)
    assert list(refused.value.message_dict) == [field]


def test_notes_of_a_record_are_bounded(reader, monkeypatch):
    monkeypatch.setattr(rules, "MOST_NOTES_A_RECORD", 2)
    record = shelved(reader)
    add(record, "一"), add(record, "二")
    with pytest.raises(NotPossible):
        add(record, "三")


def upload(**kwargs) -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (35.0, 5.0, 0.0)}  # GPS
    kwargs.setdefault("exif", exif)
    return SimpleUploadedFile("王老师家里.jpg", picture_bytes(**kwargs), "image/jpeg")


def add_photo(record, **kwargs) -> AnnotationPhoto:
    return actions.add_photo(
        reader=record.reader, record_id=record.pk, file=upload(**kwargs), page=35
    )


def test_a_photo_is_reencoded_without_name_or_place(reader):
    photo = add_photo(shelved(reader))
    assert photo.file.name.startswith("annotations/")
    assert "王老师" not in photo.file.name
    with photo.file.storage.open(photo.file.name) as file, Image.open(file) as image:
        assert not image.getexif()
        assert image.size == (photo.width, photo.height)


def test_the_same_photo_is_kept_once_a_record(reader):
    record = shelved(reader)
    assert add_photo(record) == add_photo(record)
    assert AnnotationPhoto.objects.count() == 1


def test_what_is_no_picture_is_refused(reader):
    record = shelved(reader)
    file = SimpleUploadedFile("a.jpg", b"<script>")
    with pytest.raises(ValidationError) as refused:
        actions.add_photo(reader=reader, record_id=record.pk, file=file)
    assert list(refused.value.message_dict) == ["file"]


def test_photos_are_bounded_and_a_refused_one_leaves_no_file(reader, monkeypatch):
    record = shelved(reader)
    first = add_photo(record)
    monkeypatch.setattr(rules, "MOST_PHOTOS_A_RECORD", 1)
    storage = first.file.storage
    folder = first.file.name.rpartition("/")[0]
    before = set(storage.listdir(folder)[1])
    with pytest.raises(NotPossible):
        add_photo(record, size=(70, 50))
    assert set(storage.listdir(folder)[1]) == before


@pytest.mark.parametrize("way", ["photo", "record", "account"])
def test_the_file_goes_with_the_row(reader, way, django_capture_on_commit_callbacks):
    photo = add_photo(shelved(reader))
    storage, name = photo.file.storage, photo.file.name
    with django_capture_on_commit_callbacks(execute=True):
        if way == "photo":
            actions.delete_photo(reader=reader, photo_id=photo.pk)
        elif way == "record":
            actions.delete_record(reader=reader, record_id=photo.record_id)
        else:
            delete_account(reader)
    assert not AnnotationPhoto.objects.exists()
    assert not storage.exists(name)


def test_a_photo_is_its_readers_only(reader):
    photo = add_photo(shelved(reader))
    other = TeacherFactory()
    with pytest.raises(AnnotationPhoto.DoesNotExist):
        actions.delete_photo(reader=other, photo_id=photo.pk)
    with pytest.raises(ReadingRecord.DoesNotExist):
        actions.add_photo(reader=other, record_id=photo.record_id, file=upload())
