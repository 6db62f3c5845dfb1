"""Hours, points and attendance, kept by the database itself; on SQLite and on PostgreSQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from forums.contests import actions as contests
from forums.guarding import LEDGER
from forums.hours import actions as hours
from forums.models import Assignment, Attendance, HoursConfirmation, HoursEntry, Score
from portal.guarding import Ledger
from tests.forums.attendance.factories import make_session, present
from tests.forums.contests.factories import judge, judge_all, make_drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(site_home):
    """Hours that the host has confirmed."""
    session = make_session(hours_from_now=-3)
    present(session)
    hours.propose(session_id=session.pk, by=session.page.owner)
    entry = HoursEntry.objects.get()
    hours.confirm(entry_ids=[entry.pk], by=session.page.owner, step="host")
    return entry


@pytest.fixture
def judged(site_home):
    """A contest whose points are handed in."""
    contest = make_drawn()
    judge_all(contest)
    return contest


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def refused(sql):
    with pytest.raises(IntegrityError, match=LEDGER.refusal):
        run(sql)


@pytest.mark.parametrize(
    "assignment",
    [
        "forums_hoursentry SET quarters = 1",
        "forums_hoursspan SET starts_at = ends_at",
        "forums_hoursconfirmation SET step = 'school'",
        "forums_attendancechange SET note = 'x'",
    ],
)
def test_hours_and_what_was_done_to_attendance_are_only_added_to(entry, assignment):
    table = assignment.split(maxsplit=1)[0]
    refused(f"UPDATE {assignment}")
    refused(f"DELETE FROM {table}")
    assert HoursEntry.objects.get().quarters == 8
    assert HoursConfirmation.objects.get().step == "host"


def test_an_attendance_is_corrected_and_never_goes(entry):
    assert run("UPDATE forums_attendance SET minutes = 30") == 1
    refused("DELETE FROM forums_attendance")
    attendance = Attendance.objects.get()
    assert attendance.minutes == 30
    with pytest.raises(IntegrityError, match=LEDGER.refusal), transaction.atomic():
        Attendance.objects.all()._raw_delete("default")


def test_the_record_of_a_contest_is_only_added_to(judged):
    refused("UPDATE forums_contestrecord SET text = 'x'")
    refused("DELETE FROM forums_contestrecord")
    refused("DELETE FROM forums_assignment")


def test_points_that_were_handed_in_stand(judged):
    refused("UPDATE forums_score SET value = 1")
    refused("DELETE FROM forums_score")
    refused(
        "INSERT INTO forums_score (assignment_id, criterion_id, value) "
        "SELECT assignment_id, criterion_id, 1 FROM forums_score"
    )
    assert set(Score.objects.values_list("value", flat=True)) == {8}


def test_points_given_back_may_change_and_stand_again(judged):
    given = Assignment.objects.select_related("juror__user", "entry__contest").first()
    contests.return_points(assignment_id=given.pk, by=judged.page.owner, reason="请再看一遍")
    judge(Assignment.objects.get(pk=given.pk), "9")
    assert set(given.scores.values_list("value", flat=True)) == {9}
    refused(f"UPDATE forums_score SET value = 1 WHERE assignment_id = {given.pk}")


def test_points_do_not_move_to_what_was_handed_in(site_home):
    contest = make_drawn()
    done, open_ = Assignment.objects.filter(entry__contest=contest)[:2]
    judge(done)
    criterion = contest.criteria.first()
    Score.objects.create(assignment=open_, criterion=criterion, value=3)
    refused(f"UPDATE forums_score SET assignment_id = {done.pk} WHERE assignment_id = {open_.pk}")
    assert run(f"DELETE FROM forums_score WHERE assignment_id = {open_.pk}") == 1


def test_an_opened_ledger_lets_go_and_closes_again(entry):
    with LEDGER.opened():
        assert run("DELETE FROM forums_hoursconfirmation") == 1
        refused("UPDATE forums_hoursentry SET quarters = 1")
    refused("DELETE FROM forums_hoursspan")


def test_another_rooms_ledger_opens_nothing_here(entry):
    from editorial.guarding import RECORD

    with RECORD.opened():
        refused("DELETE FROM forums_hoursconfirmation")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite copies tables")
def test_migrations_of_sqlite_meet_no_trigger_that_reads_a_table_in_the_making(judged):
    LEDGER.make_way()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%given%'"
        )
        assert cursor.fetchall() == []
    refused("DELETE FROM forums_assignment")
    LEDGER.restore()
    refused("UPDATE forums_score SET value = 1")


def test_guards_can_be_taken_away_and_come_back(judged):
    LEDGER.remove(connection)
    assert run("UPDATE forums_score SET value = 1") > 0
    LEDGER.restore()  # the migration that makes them is not applied
    assert run("UPDATE forums_score SET value = 2") > 0
    LEDGER.install(connection)
    LEDGER.install(connection)
    refused("UPDATE forums_score SET value = 1")


def test_a_table_that_is_still_to_be_made_is_no_obstacle(entry):
    tables = (*LEDGER.added, "forums_not_there_yet")
    Ledger(name=LEDGER.name, refusal=LEDGER.refusal, added=tables).install(connection)
    refused("UPDATE forums_hoursentry SET minutes = 2")
