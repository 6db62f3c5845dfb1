"""From a finished book to its log, and back to the record."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editorial import actions as road
from editorial.enums import State
from editorial.queries import standing_of
from editorial.similarity.words import own_words
from editorial.text import length_of, parts_of
from people.roles import Role
from reading.models import LogQuotation, ReadingLogPage, ReadingRecord, ReadingState
from reading.shelf import actions
from reading.shelf.rules import Verb
from tests.editorial.desk_forms import TEXT, open_form, send
from tests.editorial.factories import log_draft, publish
from tests.people.factories import TeacherFactory
from tests.reading.shelf.factories import DAY, make_work, shelved

pytestmark = pytest.mark.django_db

NEW = "/my/submissions/new/reading-log/"


@pytest.fixture
def reader(site_home, client):
    reader = TeacherFactory(role=Role.TEACHER)
    client.force_login(reader)
    return reader


@pytest.fixture
def finished(reader):
    record = shelved(reader, ReadingState.FINISHED)
    record = actions.move_dates(
        reader=reader, record_id=record.pk, started_on=date(2025, 8, 1), ended_on=DAY
    )
    add = {"reader": reader, "record_id": record.pk}
    actions.add_note(**add, kind="quotation", text="摘下的第一句", page=12)
    actions.add_note(**add, kind="quotation", text="摘下的第二句")
    actions.add_note(**add, kind="thought", text="只给自己看的念头", page=3)
    return record


def latest(log=None) -> ReadingLogPage:
    return (log or ReadingLogPage.objects.get()).get_latest_revision_as_object()


def test_the_form_opens_with_what_the_record_says(client, finished):
    form = open_form(client, f"{NEW}?record={finished.pk}")
    said = {name: form[name][0] for name in ("work", "slot", "started_on", "finished_on")}
    assert said == {
        "work": str(finished.work_id),
        "slot": "classic",
        "started_on": "2025-08-01",
        "finished_on": "2025-09-10",
    }
    rows = {form[f"quotations-{n}-text"][0]: form[f"quotations-{n}-page"][0] for n in range(2)}
    assert rows == {"摘下的第一句": "12", "摘下的第二句": ""}
    assert "只给自己看的念头" not in str(form)


def test_a_second_reading_is_said_to_be_one(client, reader, finished):
    again = actions.move(verb=Verb.AGAIN, reader=reader, record_id=finished.pk)
    assert open_form(client, f"{NEW}?record={again.pk}")["manner"] == ["again"]


@pytest.mark.parametrize("asked", ["0", "abc", "9" * 30, "other"])
def test_a_record_that_is_not_ones_own_does_not_exist(client, reader, asked):
    if asked == "other":
        asked = shelved(TeacherFactory(), ReadingState.FINISHED).pk
    assert client.get(f"{NEW}?record={asked}").status_code == 404


def test_from_the_record_to_review_in_one_flow(client, reader, finished):
    form = open_form(client, f"{NEW}?record={finished.pk}")
    answer = send(
        client, form, "submit", title="读后", summary="一句", body=TEXT, body_format="text"
    )
    log = ReadingLogPage.objects.get()
    if "/check/" in answer.url:
        road.submit(page_id=log.pk, author=reader)
    assert standing_of(log).state == State.IN_REVIEW
    draft = latest()
    assert [(q.text, q.page) for q in draft.quotations.all()] == [
        ("摘下的第一句", "12"),
        ("摘下的第二句", ""),
    ]
    finished.refresh_from_db()
    assert (finished.log_id, finished.logged_on) == (log.pk, timezone.localdate())
    assert ReadingRecord.objects.count() == 1


def test_rows_of_quotations_are_checked_but_are_not_the_authors_words(reader):
    log = log_draft(reader, quotations=[LogQuotation(text="书里的一句话", page="9")])
    before = length_of(log_draft(reader, title="没有摘句"))
    draft = latest(log)
    [part] = [part for part in parts_of(draft) if part.place.startswith("quotations.")]
    assert (part.text, part.label, part.is_quotation) == ("书里的一句话", "摘句 1·摘句", True)
    assert length_of(draft) == before
    assert "书里的一句话" not in own_words(draft)


def test_a_row_without_words_is_refused_and_an_empty_one_is_none(client, reader):
    form = open_form(client, NEW)
    answer = send(client, form, title="读后", **{"quotations-0-page": "12"})
    assert answer.status_code == 422
    assert "请写下摘句" in answer.content.decode()
    assert send(client, open_form(client, NEW), title="读后").status_code == 302
    assert latest().quotations.count() == 0


def test_a_draft_joins_its_record_and_counts_as_written_once_handed_in(reader, finished):
    log = log_draft(reader, work=finished.work, finished_on=DAY)
    finished.refresh_from_db()
    assert (finished.log_id, finished.logged_on) == (log.pk, None)
    road.submit(page_id=log.pk, author=reader)
    finished.refresh_from_db()
    assert finished.logged_on == timezone.localdate()


def test_a_log_kept_for_oneself_counts_when_it_has_a_text(reader, finished):
    log_draft(reader, work=finished.work, finished_on=DAY, audience="private", body=[])
    finished.refresh_from_db()
    assert finished.logged_on is None
    log_draft(reader, title="另一篇", work=make_work("别的书"), finished_on=DAY, audience="private")
    record = ReadingRecord.objects.get(work__title="别的书")
    assert (record.state, record.finished_on, record.logged_on) == (
        "finished",
        DAY,
        timezone.localdate(),
    )


@pytest.mark.parametrize("state", [None, "want", "reading", "stopped"])
def test_a_log_makes_the_record_that_is_missing(reader, state):
    work = make_work()
    before = shelved(reader, state, work, on=DAY - timedelta(days=20)) if state else None
    log = log_draft(reader, work=work, finished_on=DAY)
    assert not ReadingRecord.objects.filter(state="finished").exists()
    road.submit(page_id=log.pk, author=reader)
    record = ReadingRecord.objects.get(state="finished")
    assert (record.log_id, record.finished_on) == (log.pk, DAY)
    # An open record of the book is that reading; one that was put aside was another.
    assert (record == before) is (state in ("want", "reading"))


def test_a_reading_that_began_later_is_another_one(reader):
    work = make_work()
    reading = shelved(reader, ReadingState.READING, work, on=DAY + timedelta(days=9))
    log = log_draft(reader, work=work, finished_on=DAY)
    road.submit(page_id=log.pk, author=reader)
    assert ReadingRecord.objects.exclude(pk=reading.pk).get().log_id == log.pk


def test_the_days_of_the_log_become_those_of_its_record(reader, finished):
    log = log_draft(reader, work=finished.work, finished_on=DAY)
    later = DAY + timedelta(days=3)

    def write(page):
        page.finished_on = later
        page.started_on = DAY

    road.update_draft(
        author=reader, page_id=log.pk, write=write, base_revision_id=log.latest_revision_id
    )
    road.submit(page_id=log.pk, author=reader)
    record = ReadingRecord.objects.get()
    assert (record.pk, record.started_on, record.finished_on) == (finished.pk, DAY, later)


def test_another_book_leaves_the_record_of_the_first(reader, finished):
    log = log_draft(reader, work=finished.work, finished_on=DAY)
    other = make_work("改选的书")

    def write(page):
        page.work = other

    road.update_draft(
        author=reader, page_id=log.pk, write=write, base_revision_id=log.latest_revision_id
    )
    road.submit(page_id=log.pk, author=reader)
    finished.refresh_from_db()
    assert (finished.log_id, finished.logged_on) == (None, None)
    assert ReadingRecord.objects.get(work=other).log_id == log.pk


def test_deleting_the_log_clears_the_record(reader, finished):
    log = log_draft(reader, work=finished.work, finished_on=DAY, audience="private")
    finished.refresh_from_db()
    assert finished.logged_on
    road.delete_draft(author=reader, page_id=log.pk)
    finished.refresh_from_db()
    assert (finished.log_id, finished.logged_on, finished.state) == (None, None, "finished")


def test_a_record_with_a_log_is_not_taken_back(reader, finished, client):
    log_draft(reader, work=finished.work, finished_on=DAY)
    url = f"/my/reading/books/{finished.work_id}/act/"
    answer = client.post(url, {"verb": "reopen", "record": finished.pk})
    assert answer.status_code == 409
    assert "已经写了读书笔记" in answer.content.decode()


def test_logs_from_before_get_their_records_once(reader):
    log = publish(log_draft(reader, finished_on=DAY))
    log_draft(reader, title="草稿", work=make_work("没写完的"))
    ReadingRecord.objects.all().delete()
    assert actions.ensure_records_for_logs() == 1
    assert actions.ensure_records_for_logs() == 1
    record = ReadingRecord.objects.get()
    assert (record.log_id, record.logged_on) == (
        log.pk,
        timezone.localdate(log.first_published_at),
    )


@pytest.mark.parametrize(
    ("slot", "kind", "is_right"),
    [("classic", "classic", True), ("general", "classic", True), ("monograph", "classic", False)],
)
def test_the_slot_must_be_one_that_the_rules_leave_open(reader, slot, kind, is_right):
    work = make_work(f"{kind}书", kind=kind)
    log = ReadingLogPage(work=work, slot=slot, owner=reader, finished_on=DAY)
    assert ("slot" not in log.missing_for_submission()) is is_right


def test_a_day_ahead_keeps_a_log_from_review(reader):
    tomorrow = timezone.localdate() + timedelta(days=1)
    log = ReadingLogPage(work=make_work(), slot="classic", owner=reader, finished_on=tomorrow)
    assert log.missing_for_submission()["finished_on"] == "读完的日期在今天之后。"


def test_readers_see_the_quotations_apart_with_their_pages(reader):
    rows = [LogQuotation(text="书里的一句话", page="9"), LogQuotation(text="另一句", page="序")]
    log = publish(log_draft(reader, quotations=rows))
    page = Client().get(log.get_url()).content.decode()
    words = page[page.index("书里的话") :]
    assert "<blockquote" in words
    assert "书里的一句话" in words
    assert "第 9 页" in words
    answer = Client().get(f"/api/v2/pages/{log.pk}/").json()
    assert [(row["text"], row["page"]) for row in answer["quotations"]] == [
        ("书里的一句话", "9"),
        ("另一句", "序"),
    ]
    mentions = publish(log_draft(TeacherFactory(role=Role.TEACHER), title="别人的笔记"))
    assert "别人的笔记" in Client().get(log.get_url()).content.decode()
    assert mentions.live
