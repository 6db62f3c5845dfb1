"""Moving books between the shelves."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from editorial.errors import NotPossible
from reading.models import Proposal, ReadingRecord, ReadingState, Work
from reading.shelf import actions
from reading.shelf.rules import Verb
from tests.people.factories import TeacherFactory
from tests.reading.shelf.factories import DAY, make_work, shelved

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return TeacherFactory()


def states(reader) -> list[str]:
    return sorted(ReadingRecord.objects.of(reader).values_list("state", flat=True))


def test_a_book_goes_from_want_to_finished_in_one_record(reader):
    work = make_work()
    actions.move(verb=Verb.WANT, reader=reader, work_id=work.pk)
    actions.move(verb=Verb.START, reader=reader, work_id=work.pk, on=DAY)
    record = actions.move(
        verb=Verb.FINISH, reader=reader, work_id=work.pk, on=DAY + timedelta(days=5)
    )
    assert ReadingRecord.objects.get() == record
    assert (record.wanted_on, record.started_on, record.finished_on, record.pages) == (
        timezone.localdate(),
        DAY,
        DAY + timedelta(days=5),
        200,
    )


@pytest.mark.parametrize("verb", [Verb.WANT, Verb.START, Verb.FINISH, Verb.STOP])
def test_two_taps_are_one(reader, verb):
    work = make_work()
    first = actions.move(reader=reader, verb=verb, work_id=work.pk)
    second = actions.move(reader=reader, verb=verb, work_id=work.pk)
    assert first == second
    assert ReadingRecord.objects.count() == 1


def test_a_second_reading_is_another_record_and_only_one(reader):
    first = shelved(reader, ReadingState.FINISHED)
    again = actions.move(verb=Verb.AGAIN, reader=reader, record_id=first.pk)
    assert again.pk != first.pk
    assert actions.move(verb=Verb.AGAIN, reader=reader, record_id=first.pk) == again
    assert states(reader) == ["finished", "reading"]
    actions.move(verb=Verb.FINISH, reader=reader, record_id=again.pk)
    assert states(reader) == ["finished", "finished"]


def test_a_finished_book_can_be_taken_back_unless_it_would_be_open_twice(reader):
    first = shelved(reader, ReadingState.FINISHED)
    reopened = actions.move(verb=Verb.REOPEN, reader=reader, record_id=first.pk)
    assert (reopened.state, reopened.finished_on) == ("reading", None)
    actions.move(verb=Verb.FINISH, reader=reader, record_id=first.pk)
    actions.move(verb=Verb.AGAIN, reader=reader, record_id=first.pk)
    with pytest.raises(NotPossible):
        actions.move(verb=Verb.REOPEN, reader=reader, record_id=first.pk)


def test_a_book_put_aside_goes_on(reader):
    record = shelved(reader, ReadingState.STOPPED)
    assert record.stopped_on == DAY
    record = actions.move(verb=Verb.RESUME, reader=reader, record_id=record.pk)
    assert (record.state, record.stopped_on) == ("reading", None)


def test_what_does_not_follow_is_refused_in_words(reader):
    record = shelved(reader, ReadingState.FINISHED)
    with pytest.raises(NotPossible, match="现在是“读完”"):
        actions.move(verb=Verb.STOP, reader=reader, record_id=record.pk)
    with pytest.raises(NotPossible, match="还不在您的书架上"):
        actions.move(reader=reader, verb=Verb.RESUME, work_id=make_work("另一本").pk)


@pytest.mark.parametrize("days", [1, -40_000])
def test_an_impossible_day_changes_nothing(reader, days):
    record = shelved(reader)
    with pytest.raises(ValidationError):
        actions.move(
            verb=Verb.FINISH,
            reader=reader,
            record_id=record.pk,
            on=timezone.localdate() + timedelta(days=days),
        )
    with pytest.raises(ValidationError):
        actions.move(
            verb=Verb.FINISH, reader=reader, record_id=record.pk, on=DAY - timedelta(days=1)
        )
    assert states(reader) == ["reading"]


def test_only_usable_books_come_onto_the_shelf(reader):
    proposed = make_work("别人补充的书", state=Work.State.PROPOSED)
    with pytest.raises(Work.DoesNotExist):
        actions.move(verb=Verb.WANT, reader=reader, work_id=proposed.pk)
    Proposal.objects.create(work=proposed, proposed_by=reader)
    assert actions.move(verb=Verb.WANT, reader=reader, work_id=proposed.pk).work == proposed


def test_another_persons_record_does_not_exist(reader):
    record = shelved(reader)
    other = TeacherFactory()
    for verb in Verb:
        with pytest.raises(ReadingRecord.DoesNotExist):
            actions.move(reader=other, verb=verb, record_id=record.pk)
    calls = [
        lambda: actions.move_dates(
            reader=other, record_id=record.pk, started_on=None, ended_on=None
        ),
        lambda: actions.choose_kind(reader=other, record_id=record.pk, kind="general"),
        lambda: actions.let_count(reader=other, record_id=record.pk, counts=False),
        lambda: actions.delete_record(reader=other, record_id=record.pk),
        lambda: actions.note_progress(reader=other, record_id=record.pk, page=3),
        lambda: actions.add_note(reader=other, record_id=record.pk, kind="thought", text="我"),
    ]
    for call in calls:
        with pytest.raises(ReadingRecord.DoesNotExist):
            call()
    record.refresh_from_db()
    assert (record.state, record.page, record.counts) == ("reading", None, True)


def test_days_are_moved_as_far_as_they_can_be(reader):
    record = shelved(reader, ReadingState.FINISHED)
    days = {"started_on": date(2025, 8, 1), "ended_on": date(2025, 8, 20)}
    record = actions.move_dates(reader=reader, record_id=record.pk, **days)
    assert (record.started_on, record.finished_on) == tuple(days.values())
    tomorrow = timezone.localdate() + timedelta(days=1)
    for started, ended, field in [
        (date(2025, 8, 21), date(2025, 8, 20), "ended_on"),
        (None, tomorrow, "ended_on"),
        (tomorrow, tomorrow, "started_on"),
        (None, None, "ended_on"),
    ]:
        with pytest.raises(ValidationError) as refused:
            actions.move_dates(
                reader=reader, record_id=record.pk, started_on=started, ended_on=ended
            )
        assert field in refused.value.message_dict


def test_a_kind_is_chosen_where_the_rules_leave_it_open(reader):
    record = shelved(reader, ReadingState.FINISHED)
    for kind in ("classic", "general", ""):
        actions.choose_kind(reader=reader, record_id=record.pk, kind=kind)
        record.refresh_from_db()
        assert record.chosen_kind == kind
    with pytest.raises(ValidationError):
        actions.choose_kind(reader=reader, record_id=record.pk, kind="nonsense")


def test_a_list_is_wanted_at_once_without_what_is_there(reader, django_assert_num_queries):
    works = [make_work(f"书{n}") for n in range(5)]
    shelved(reader, ReadingState.FINISHED, works[0])
    shelved(reader, ReadingState.WANT, works[1])
    hidden = make_work("别人补充的书", state=Work.State.PROPOSED)
    asked = [work.pk for work in works] + [works[2].pk, hidden.pk, 10**9]
    assert actions.want_all(reader=reader, work_ids=asked) == 3
    assert actions.want_all(reader=reader, work_ids=asked) == 0
    assert states(reader) == ["finished", "want", "want", "want", "want"]
    assert set(
        ReadingRecord.objects.filter(work__in=works[2:]).values_list("pages", flat=True)
    ) == {200}
