"""The ledger: what it takes to get in, to be confirmed, to be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from forums.attendance import actions as door
from forums.hours import actions, queries, rules
from forums.models import HoursCeiling, HoursConfirmation, HoursEntry, HoursSpan
from people.actions import move_teacher
from people.roles import Role
from tests.forums.attendance.factories import make_session, make_sessions, present
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(site_home):
    """Two hours that ended an hour ago, planned as two class hours."""
    return make_session(hours_from_now=-3)


def proposed(session, *people):
    """Mark people, propose, and return the entries in their order."""
    for person in people or [TeacherFactory()]:
        present(session, person)
    actions.propose(session_id=session.pk, by=session.page.owner)
    return list(HoursEntry.objects.standing().filter(session=session).order_by("user"))


def host_confirms(entry):
    actions.confirm(entry_ids=[entry.pk], by=entry.session.page.owner, step="host")


def test_attendance_becomes_a_proposal(session):
    person = TeacherFactory()
    (entry,) = proposed(session, person)
    assert (entry.user, entry.unit, entry.quarters, entry.minutes) == (person, person.unit, 8, 120)
    assert (entry.event_title, entry.session_title) == ("虚构论坛", "第1场")
    assert (entry.basis, entry.why_less, entry.day) == (
        "虚构〔2026〕1号",
        "",
        timezone.localdate(session.starts_at),
    )
    assert [(s.starts_at, s.ends_at) for s in entry.spans.all()] == [
        (session.starts_at, session.ends_at)
    ]


def test_twice_proposed_is_once(session):
    proposed(session)
    assert actions.propose(session_id=session.pk, by=session.page.owner) == 0
    present(session)
    assert actions.propose(session_id=session.pk, by=session.page.owner) == 1


def test_not_before_the_end_and_not_without_a_plan(site_home):
    running = make_session()
    present(running)
    with pytest.raises(NotPossible, match="还没有结束"):
        actions.propose(session_id=running.pk, by=running.page.owner)
    free = make_session(hours_from_now=-3, quarters=0)
    with pytest.raises(NotPossible, match="没有拟认定学时"):
        actions.propose(session_id=free.pk, by=free.page.owner)


def test_part_of_a_session_is_part_of_the_hours(session):
    mark = present(session)
    door.set_stay(attendance_id=mark.pk, by=session.page.owner, minutes=45)
    actions.propose(session_id=session.pk, by=session.page.owner)
    entry = HoursEntry.objects.get(attendance=mark)
    assert (entry.quarters, entry.minutes) == (3, 45)
    assert "到场 45 分钟" in entry.why_less


def test_accounts_without_a_school_get_none(session):
    present(session, UserFactory(role=Role.EDITOR))
    assert actions.propose(session_id=session.pk, by=session.page.owner) == 0


def test_the_unit_is_that_of_the_day(session):
    person, admin = TeacherFactory(), UserFactory(role=Role.SITE_ADMIN)
    old = person.unit
    present(session, person)
    new = UnitFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    move_teacher(teacher=person.teacher_profile, unit=new, on=tomorrow, by=admin)
    actions.propose(session_id=session.pk, by=session.page.owner)
    assert HoursEntry.objects.get().unit == old


def test_no_minute_counts_twice(site_home):
    person = TeacherFactory()
    first = make_session(hours_from_now=-5)
    second = make_session(hours_from_now=-4)  # the second hour of the first is its first
    (whole,) = proposed(first, person)
    (half,) = proposed(second, person)
    assert (whole.quarters, half.quarters, half.minutes) == (8, 4, 60)
    assert "重叠" in half.why_less
    spans = HoursSpan.objects.filter(entry__in=HoursEntry.objects.standing())
    assert not rules.overlaps([(s.starts_at, s.ends_at) for s in spans])
    actions.counter(entry_id=whole.pk, by=first.page.owner, reason="没有来")
    present(second, other := TeacherFactory())
    actions.propose(session_id=second.pk, by=second.page.owner)
    assert HoursEntry.objects.standing().filter(user=other).get().quarters == 8


@pytest.mark.parametrize(
    ("per", "quarters", "since", "until", "expected"),
    [
        ("day", 10, -30, None, [8, 2]),
        ("event", 6, -30, None, [6]),
        ("period", 9, -30, 30, [8, 1]),
        ("day", 4, -60, -30, [8, 8]),  # not in force any more
        ("day", 4, 1, None, [8, 8]),  # not yet
    ],
)
def test_ceilings_hold_between_their_dates(site_home, per, quarters, since, until, expected):
    sessions = make_sessions(hours_from_now=-5, amount=2)
    today = timezone.localdate(sessions[0].starts_at)
    HoursCeiling.objects.create(
        per=per,
        quarters=quarters,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
        basis="虚构规定",
    )
    if timezone.localdate(sessions[1].starts_at) != today and per == "day":
        pytest.skip("the sessions of this run lie around midnight")
    person = TeacherFactory()
    for session in sessions:
        present(session, person)
        actions.propose(session_id=session.pk, by=session.page.owner)
    rows = HoursEntry.objects.standing().filter(user=person).order_by("pk")
    assert [row.quarters for row in rows] == expected
    if sum(expected) < 16 and len(rows) > 1:
        assert "最多" in rows[1].why_less


def test_host_then_school(session):
    person = TeacherFactory()
    (entry,) = proposed(session, person)
    school = SchoolAdminFactory(unit=person.unit)
    with pytest.raises(NotPossible, match="还没有经主持人确认"):
        actions.confirm(entry_ids=[entry.pk], by=school, step="school")
    host_confirms(entry)
    host_confirms(entry)  # once more changes nothing
    assert [e.pk for e in queries.waiting_for_school(school)] == [entry.pk]
    assert actions.confirm(entry_ids=[entry.pk], by=school, step="school") == 1
    assert list(queries.waiting_for_school(school)) == []
    assert HoursConfirmation.objects.count() == 2
    assert queries.sums_of(queries.ledger_of(person)) == queries.Sums(0, 8)


PEOPLE = {
    "owner": lambda entry: entry.session.page.owner,
    "editor": lambda entry: UserFactory(role=Role.EDITOR),
    "school": lambda entry: SchoolAdminFactory(unit=entry.unit),
    "above": lambda entry: SchoolAdminFactory(administers=entry.unit.get_parent()),
    "other_school": lambda entry: SchoolAdminFactory(),
    "colleague": lambda entry: TeacherFactory(unit=entry.unit),
    "siteadmin": lambda entry: UserFactory(role=Role.SITE_ADMIN),
    "self": lambda entry: entry.user,
}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_confirms_what(session, who):
    (entry,) = proposed(session)
    by = PEOPLE[who](entry)

    def may(act):
        try:
            act()
        except ReviewRefused:
            return False
        return True

    hosted = may(lambda: actions.confirm(entry_ids=[entry.pk], by=by, step="host"))
    assert hosted is (who in {"owner", "editor"})
    if not hosted:
        host_confirms(entry)
    schooled = may(lambda: actions.confirm(entry_ids=[entry.pk], by=by, step="school"))
    assert schooled is (who in {"school", "above"})
    countered = may(lambda: actions.counter(entry_id=entry.pk, by=by, reason="有误"))
    assert countered is (who in {"owner", "editor", "school", "above"})


def test_nobody_confirms_the_own_hours(session):
    host = session.page.owner
    editor = UserFactory(role=Role.EDITOR)
    door.mark(session_id=session.pk, by=editor, user_ids=[host.pk])
    actions.propose(session_id=session.pk, by=host)
    entry = HoursEntry.objects.get(user=host)
    with pytest.raises(ReviewRefused, match="自己的学时"):
        actions.confirm(entry_ids=[entry.pk], by=host, step="host")
    actions.confirm(entry_ids=[entry.pk], by=editor, step="host")


def test_a_counter_entry_takes_back_and_the_row_stays(session):
    (entry,) = proposed(session)
    host = session.page.owner
    with pytest.raises(ValidationError):
        actions.counter(entry_id=entry.pk, by=host, reason=" ")
    row = actions.counter(entry_id=entry.pk, by=host, reason="重复登记")
    assert (row.quarters, row.counters, row.reason) == (-8, entry, "重复登记")
    assert HoursEntry.objects.count() == 2
    assert not HoursEntry.objects.standing().exists()
    assert "重复登记" in Notification.objects.get(recipient=entry.user).text
    for act in (
        lambda: actions.counter(entry_id=entry.pk, by=host, reason="再来"),
        lambda: actions.counter(entry_id=row.pk, by=host, reason="冲销冲销"),
        lambda: actions.confirm(entry_ids=[entry.pk], by=host, step="host"),
    ):
        with pytest.raises(NotPossible):
            act()


def test_the_ledger_is_not_rewritten(session):
    (entry,) = proposed(session)
    host_confirms(entry)
    for row in (entry, entry.spans.get(), entry.confirmations.get()):
        with pytest.raises(PermissionDenied):
            row.save()
        with pytest.raises(PermissionDenied):
            row.delete()
        with pytest.raises(PermissionDenied):
            type(row).objects.all().delete()


def test_hours_follow_the_attendance(session):
    (entry,) = proposed(session)
    host = session.page.owner
    host_confirms(entry)
    door.set_stay(attendance_id=entry.attendance_id, by=host, minutes=60)
    new = HoursEntry.objects.standing().get()
    assert (new.quarters, new.round) == (4, 2)
    assert not new.confirmations.exists()  # to be confirmed anew
    assert HoursEntry.objects.get(counters=entry).reason == actions.CHANGED
    door.void(attendance_id=entry.attendance_id, by=host, reason="没有来")
    assert not HoursEntry.objects.standing().exists()
    door.restore(attendance_id=entry.attendance_id, by=host)
    assert actions.propose(session_id=session.pk, by=host) == 1
    assert HoursEntry.objects.standing().get().round == 3
    total = sum(HoursEntry.objects.values_list("quarters", flat=True))
    assert total == HoursEntry.objects.standing().get().quarters


@pytest.mark.parametrize("ids", [[], [10**9]])
def test_nothing_and_strangers_are_told(session, ids):
    with pytest.raises((ValidationError, NotPossible)):
        actions.confirm(entry_ids=ids, by=session.page.owner, step="host")


def test_the_command_proposes_what_is_over(site_home, capsys):
    over, running = make_session(hours_from_now=-3), make_session()
    hidden = make_session(hours_from_now=-3, is_live=False)
    present(over)
    present(running)
    call_command("propose_hours")
    call_command("propose_hours")
    assert "新提出 1 条学时" in capsys.readouterr().out
    entry = HoursEntry.objects.get()
    assert (entry.session, entry.made_by) == (over, None)
    assert not hidden.hours.exists()


def test_a_session_of_a_hundred_asks_as_often_as_one_of_one(
    site_home, django_assert_max_num_queries
):
    session = make_session(hours_from_now=-3)
    unit = UnitFactory()
    people = [TeacherFactory(unit=unit) for _ in range(100)]
    door.mark(
        session_id=session.pk, by=session.page.owner, user_ids=[person.pk for person in people]
    )
    with django_assert_max_num_queries(20):
        assert actions.propose(session_id=session.pk, by=session.page.owner) == 100
    ids = list(HoursEntry.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(10):
        actions.confirm(entry_ids=ids, by=session.page.owner, step="host")
