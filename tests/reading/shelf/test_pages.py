"""The pages of the shelf: what they show, what a tap does, what bad input gets."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reading.models import AnnotationPhoto, Note, ReadingRecord, ReadingState
from reading.shelf import actions
from tests.media.factories import picture_bytes
from tests.people.factories import TeacherFactory
from tests.reading.shelf.factories import DAY, make_work, shelved

pytestmark = pytest.mark.django_db

HOME = "/my/reading/"


@pytest.fixture
def reader(site_home, client):
    reader = TeacherFactory()
    client.force_login(reader)
    return reader


def act(client, work, verb, **more):
    return client.post(reverse("shelf:act", args=[work.pk]), {"verb": verb, **more})


def text(client, url) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_leads_to_the_shelf(reader, client):
    assert f'href="{HOME}"' in text(client, "/my/")


def test_an_empty_shelf_says_what_to_do(reader, client):
    assert "手边还没有在读的书" in text(client, HOME)


@pytest.mark.parametrize(
    "words", ["建议", "《给教师的建议》", "苏霍姆", "978-7-5041-0000-9", "给 林斯基"]
)
def test_a_book_is_found_by_title_author_or_number(reader, client, words):
    make_work(isbn="9787504100009")
    page = text(client, f"{HOME}?q={words}")
    assert "给教师的建议" in page
    assert 'value="want"' in page


def test_a_book_is_not_found_by_nonsense(reader, client):
    make_work()
    assert "没有找到这本书" in text(client, f"{HOME}?q=%00%E6%97%A0")


def test_one_tap_moves_a_book_and_leads_back(reader, client):
    work = make_work()
    answer = act(client, work, "want", next="/reading/books/")
    assert (answer.status_code, answer.url) == (302, "/reading/books/")
    answer = act(client, work, "finish", next="https://evil.example/")
    assert answer.url == reverse("shelf:book", args=[work.pk])
    assert ReadingRecord.objects.get().state == "finished"
    assert "读完了" in text(client, answer.url)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"verb": ""}, 400),
        ({"verb": "steal"}, 400),
        ({"verb": "want", "on": "gestern"}, 400),
        ({"verb": "resume"}, 409),
        ({"verb": "finish", "record": "9" * 18}, 404),
    ],
)
def test_a_nonsensical_tap_is_refused(reader, client, data, status):
    assert client.post(reverse("shelf:act", args=[make_work().pk]), data).status_code == status
    assert not ReadingRecord.objects.exists()


def test_numbers_beyond_the_database_do_not_exist(reader, client):
    huge = "9" * 30
    for url in (f"{HOME}books/{huge}/", f"{HOME}notes/{huge}/", f"{HOME}photos/{huge}/"):
        assert client.get(url).status_code == 404
    assert client.post(f"{HOME}records/{huge}/dates/").status_code == 404


def test_a_day_ahead_is_said_and_changes_nothing(reader, client):
    work = make_work()
    answer = client.post(
        reverse("shelf:act", args=[work.pk]), {"verb": "finish", "on": "2099-01-01"}, follow=True
    )
    assert "日期在今天之后" in answer.content.decode()
    assert not ReadingRecord.objects.exists()


def test_progress_is_noted_from_the_list(reader, client):
    record = shelved(reader)
    client.post(reverse("shelf:progress", args=[record.pk]), {"page": "50", "next": HOME})
    page = text(client, HOME)
    assert "读到第 50 页，共 200 页（25%）" in page
    assert 'value="25"' in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("progress", {"page": "999"}, "这本书记的是共 200 页"),
        ("progress", {"page": "很多"}, "请填数字。"),
        ("progress", {"page": "5", "on": "昨天"}, "2025-09-10 这样的日期"),
        ("note_add", {"kind": "thought", "text": "", "page": "7"}, "请写几个字。"),
        ("note_add", {"kind": "quotation", "text": "长" * 501}, "最多 500 个字"),
        ("note_add", {"kind": "other", "text": "x"}, "请选一类。"),
        ("dates", {"started_on": "2099-01-01"}, "日期在今天之后。"),
        ("photo_add", {}, "请选一张照片。"),
        ("programme", {"kind": "nonsense"}, "请从列出的选项里选一项。"),
    ],
)
def test_bad_input_stands_beside_its_field_with_what_was_typed(reader, client, name, data, words):
    record = shelved(reader)
    answer = client.post(reverse(f"shelf:{name}", args=[record.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    for value in data.values():
        assert not value or value in page or name == "programme" or value == "other"


def test_notes_are_added_changed_and_deleted(reader, client):
    record = shelved(reader)
    client.post(
        reverse("shelf:note_add", args=[record.pk]),
        {"kind": "quotation", "text": "一句原文", "page": "12"},
    )
    note = Note.objects.get()
    url = reverse("shelf:note", args=[note.pk])
    assert "一句原文" in text(client, url)
    assert client.post(url, {"kind": "quotation", "text": ""}).status_code == 422
    client.post(url, {"kind": "thought", "text": "一个念头"})
    page = text(client, reverse("shelf:book", args=[record.work_id]))
    assert "一个念头" in page
    assert "一句原文" not in page
    client.post(reverse("shelf:note_delete", args=[note.pk]))
    assert not Note.objects.exists()


def test_a_photo_is_shown_to_its_reader_and_to_nobody_else(reader, client):
    record = shelved(reader)
    file = SimpleUploadedFile("a.jpg", picture_bytes())
    client.post(reverse("shelf:photo_add", args=[record.pk]), {"file": file, "page": "3"})
    photo = AnnotationPhoto.objects.get()
    url = reverse("shelf:photo", args=[photo.pk])
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    other = Client()
    assert other.get(url).status_code == 404
    other.force_login(TeacherFactory())
    assert other.get(url).status_code == 404
    for path in (f"/media/{photo.file.name}", f"/documents/{photo.pk}/{photo.file.name}"):
        assert client.get(path).status_code == 404


def test_another_persons_addresses_do_not_exist(reader, client):
    other = TeacherFactory()
    record = shelved(other, work=make_work("别人的书"))
    note = actions.add_note(reader=other, record_id=record.pk, kind="thought", text="别人的念头")
    actions.note_progress(reader=other, record_id=record.pk, page=3)
    entry = record.progress.get()
    assert client.get(reverse("shelf:note", args=[note.pk])).status_code == 404
    for name, pk, data in [
        ("progress", record.pk, {"page": "9"}),
        ("dates", record.pk, {}),
        ("programme", record.pk, {}),
        ("record_delete", record.pk, {}),
        ("note_add", record.pk, {"kind": "thought", "text": "x"}),
        ("photo_add", record.pk, {}),
        ("progress_delete", entry.pk, {}),
        ("note", note.pk, {"kind": "thought", "text": "x"}),
        ("note_delete", note.pk, {}),
        ("photo_delete", 1, {}),
    ]:
        assert client.post(reverse(f"shelf:{name}", args=[pk]), data).status_code == 404, name
    assert act(client, record.work, "finish", record=record.pk).status_code == 404
    record.refresh_from_db()
    assert (record.state, record.page, record.notes.count()) == ("reading", 3, 1)


def test_visitors_are_sent_to_the_login(site_home, client):
    work = make_work()
    for url in (HOME, f"{HOME}books/{work.pk}/", f"{HOME}import/", f"{HOME}export/"):
        assert "/login/" in client.get(url).url


def test_writes_ask_for_post(reader, client):
    record = shelved(reader)
    for name in ("act", "progress", "dates", "programme", "record_delete", "note_add", "photo_add"):
        pk = record.work_id if name == "act" else record.pk
        assert client.get(reverse(f"shelf:{name}", args=[pk])).status_code == 405


def queries_of(client, url) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_shelf_takes_few_queries_however_full_it_is(reader, client):
    counts = []
    for total in (1, 10, 100):
        while ReadingRecord.objects.count() < total:
            shelved(reader, work=make_work(f"书{ReadingRecord.objects.count()}"))
        client.get(HOME)
        counts.append((queries_of(client, HOME), queries_of(client, f"{HOME}?q=书")))
    assert len(set(counts)) == 1, counts
    # Five are the frame's, two the shelf's, three the other rooms'; a search has one more.
    assert counts[0] == (10, 11)


def test_a_books_page_takes_as_many_queries_for_any_number_of_notes(reader, client):
    record = shelved(reader)
    url = reverse("shelf:book", args=[record.work_id])
    counts = set()
    for total in (1, 10, 100):
        for number in range(record.notes.count(), total):
            actions.add_note(reader=reader, record_id=record.pk, kind="thought", text=str(number))
        client.get(url)
        counts.add(queries_of(client, url))
    assert len(counts) == 1


def test_a_readings_page_offers_days_by_its_state(reader, client):
    record = shelved(reader, ReadingState.FINISHED)
    url = reverse("shelf:dates", args=[record.pk])
    answer = client.post(url, {"started_on": "2025-09-11", "ended_on": "2025-09-10"})
    assert answer.status_code == 422
    assert "这一天早于开始日期" in answer.content.decode()
    client.post(url, {"started_on": "2025-09-01", "ended_on": "2025-09-09"})
    record.refresh_from_db()
    assert (record.started_on.day, record.finished_on.day) == (1, 9)


def test_a_book_is_kept_out_of_the_programme(reader, client):
    record = shelved(reader, ReadingState.FINISHED)
    client.post(reverse("shelf:programme", args=[record.pk]), {"kind": "general"})
    record.refresh_from_db()
    assert (record.counts, record.chosen_kind) == (False, "general")
    client.post(reverse("shelf:programme", args=[record.pk]), {"kind": "", "counts": "on"})
    record.refresh_from_db()
    assert (record.counts, record.chosen_kind) == (True, "")


def test_the_public_page_of_a_book_has_the_buttons(reader, client, django_assert_num_queries):
    from django.template import Context, Template
    from django.test import RequestFactory

    work = make_work()
    shelved(reader, ReadingState.FINISHED, work)
    request = RequestFactory().get("/reading/books/1/")
    request.user = reader
    part = Template('{% include "reading/parts/book_shelf.html" %}')
    with django_assert_num_queries(1):
        shown = part.render(Context({"request": request, "work": work}))
    assert f"{DAY.year}年" in shown
    assert "?record=" in shown
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        shown = part.render(Context({"request": request, "work": work}))
    assert "登录后可以记下" in shown
    assert "<form" not in shown


def test_a_list_of_books_fetches_its_states_at_once(reader, django_assert_num_queries):
    from django.template import Context, Template
    from django.test import RequestFactory

    works = [make_work(f"书{n}") for n in range(3)]
    shelved(reader, ReadingState.WANT, works[1])
    request = RequestFactory().get("/")
    request.user = reader
    part = Template(
        "{% load shelf_tags %}{% shelf_states works as states %}"
        "{% for work in works %}{% shelf_buttons work states %}{% endfor %}"
    )
    with django_assert_num_queries(1):
        shown = part.render(Context({"request": request, "works": works}))
    assert shown.count("我的记录") == 1
