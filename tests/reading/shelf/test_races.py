"""Two taps and two tabs at the same moment; on PostgreSQL and on SQLite."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from reading.models import AnnotationPhoto, Note, ProgressEntry, ReadingRecord
from reading.shelf import actions
from reading.shelf.rules import Verb
from tests.editorial.test_concurrency import at_once
from tests.media.factories import picture_bytes
from tests.people.factories import TeacherFactory
from tests.reading.shelf.factories import make_work, shelved

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 6


def test_many_taps_leave_what_one_leaves(site_home):
    reader, work = TeacherFactory(), make_work()
    record = shelved(reader, "reading", make_work("在读的书"))
    add = {"reader": reader, "record_id": record.pk}
    picture = picture_bytes()

    def photo():
        return actions.add_photo(**add, file=SimpleUploadedFile("a.jpg", picture))

    for job in (
        lambda: actions.move(reader=reader, verb=Verb.FINISH, work_id=work.pk),
        lambda: actions.note_progress(**add, page=9),
        lambda: actions.add_note(**add, kind="thought", text="同一句"),
        photo,
        lambda: actions.move(verb=Verb.FINISH, **add),
        lambda: actions.move(verb=Verb.AGAIN, **add),
    ):
        answers = at_once([job] * MANY)
        assert not [each for each in answers if isinstance(each, Exception)], answers
    states = ReadingRecord.objects.filter(reader=reader).values_list("work__title", "state")
    assert sorted(states) == [
        ("在读的书", "finished"),
        ("在读的书", "reading"),
        (work.title, "finished"),
    ]
    assert ProgressEntry.objects.count() == Note.objects.count() == 1
    kept = AnnotationPhoto.objects.get()
    folder, _, name = kept.file.name.rpartition("/")
    stem = name.partition(".")[0]
    stored = [each for each in kept.file.storage.listdir(folder)[1] if each.startswith(stem)]
    assert stored == [name]
    connection.close()


def test_different_taps_leave_one_open_record(site_home):
    reader, work = TeacherFactory(), make_work()
    verbs = [Verb.WANT, Verb.START] * 3
    at_once([lambda v=v: actions.move(reader=reader, verb=v, work_id=work.pk) for v in verbs])
    assert ReadingRecord.objects.get().state in ("want", "reading")
    lists = [lambda: actions.want_all(reader=reader, work_ids=[work.pk, other.pk])] * MANY
    other = make_work("书单里的书")
    assert sum(at_once(lists)) == 1
