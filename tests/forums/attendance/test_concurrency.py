"""Many at the same moment; on PostgreSQL and on SQLite."""

import uuid

import pytest
from django.utils import timezone

from forums.attendance import actions
from forums.certificates import actions as certificates
from forums.hours import actions as hours
from forums.hours import rules
from forums.models import (
    Attendance,
    AttendanceChange,
    Certificate,
    HoursConfirmation,
    HoursEntry,
    HoursSpan,
    SheetRow,
)
from tests.editorial.test_concurrency import at_once
from tests.forums.attendance.factories import make_session, present, seat, shown
from tests.people.factories import TeacherFactory, UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)


def failures(results):
    return [result for result in results if isinstance(result, Exception)]


def test_one_person_sends_one_proof_ten_times_at_once(site_home):
    session, person = make_session(), TeacherFactory()
    token, key = shown(session), uuid.uuid4()
    results = at_once(
        [lambda: actions.sign_in(user=person, token=token, key=key).pk for _ in range(10)]
    )
    assert failures(results) == []
    assert len(set(results)) == 1
    assert Attendance.objects.count() == AttendanceChange.objects.count() == 1


def test_thirty_sign_in_while_the_host_marks_all(site_home):
    session, unit = make_session(), UnitFactory()
    people = [seat(session, TeacherFactory(unit=unit)) for _ in range(30)]
    token, host = shown(session), session.page.owner
    ids = [person.pk for person in people]
    jobs = [lambda p=person: actions.sign_in(user=p, token=token) for person in people[:15]]
    jobs += [lambda: actions.mark(session_id=session.pk, by=host, user_ids=ids)] * 2
    assert failures(at_once(jobs)) == []
    assert Attendance.objects.count() == AttendanceChange.objects.count() == 30


def test_the_sheet_is_numbered_once(site_home):
    session = make_session()
    for _ in range(5):
        seat(session)
    host = session.page.owner
    results = at_once([lambda: actions.number_sheet(session_id=session.pk, by=host)] * 5)
    assert sorted(results) == [0, 0, 0, 0, 5]
    assert sorted(SheetRow.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_overlapping_sessions_proposed_at_once_count_no_minute_twice(site_home):
    people = [TeacherFactory() for _ in range(5)]
    sessions = [make_session(hours_from_now=-5 + each / 2) for each in range(4)]
    for session in sessions:
        for person in people:
            present(session, person)
    jobs = [
        lambda s=session: hours.propose(session_id=s.pk, by=s.page.owner)
        for session in sessions
        for _ in range(2)
    ]
    assert failures(at_once(jobs)) == []
    for person in people:
        spans = HoursSpan.objects.filter(entry__user=person)
        assert not rules.overlaps([(span.starts_at, span.ends_at) for span in spans])
        marks = HoursEntry.objects.filter(user=person).values_list("attendance", flat=True)
        assert len(set(marks)) == len(marks)


def test_confirming_and_taking_back_at_once(site_home):
    session = make_session(hours_from_now=-3)
    mark = present(session)
    host = session.page.owner
    hours.propose(session_id=session.pk, by=host)
    entry = HoursEntry.objects.get()
    jobs = [lambda: hours.confirm(entry_ids=[entry.pk], by=host, step="host")] * 3
    jobs += [lambda: hours.counter(entry_id=entry.pk, by=host, reason="有误")] * 3
    jobs += [lambda: actions.void(attendance_id=mark.pk, by=host, reason="没有来")]
    results = at_once(jobs)
    refused = {type(result).__name__ for result in failures(results)}
    assert refused <= {"NotPossible"}
    assert HoursEntry.objects.filter(counters=entry).count() == 1
    assert HoursConfirmation.objects.count() <= 1


def test_certificates_issued_at_once_have_numbers_without_gaps(site_home):
    session = make_session(hours_from_now=-5)
    people = [TeacherFactory() for _ in range(8)]
    for person in people:
        present(session, person)
    host = session.page.owner

    def issue(*chosen):
        ids = [person.pk for person in chosen]
        return lambda: certificates.issue(page_id=session.page_id, by=host, user_ids=ids)

    results = at_once([issue(*people[:5]), issue(*people[3:]), issue(*people), issue(people[0])])
    assert failures(results) == []
    made = Certificate.objects.all()
    assert sorted(each.number for each in made) == list(range(1, 9))
    assert {each.year for each in made} == {timezone.localdate().year}
    assert {each.user for each in made} == set(people)
