"""What changes attendance, and who may."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from forums.attendance import actions, queries, tokens
from forums.hooks import how_many_came, why_session_stays
from forums.models import (
    Attendance,
    AttendanceChange,
    AttendanceSettings,
    Door,
    EventHost,
    SheetRow,
    WrongCode,
)
from people.roles import Role
from tests.forums.attendance.factories import (
    digits,
    make_session,
    make_sessions,
    open_registration,
    present,
    seat,
    shown,
)
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory
from workshops.models import WorkshopIndexPage, WorkshopPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(site_home):
    return make_session()


def sign_in(session, user=None, **values):
    user = user or TeacherFactory()
    return actions.sign_in(user=user, **values or {"token": shown(session)})


def refusal(act):
    with pytest.raises(NotPossible) as refused:
        act()
    return str(refused.value)


def test_a_code_notes_who_was_there(session):
    user = TeacherFactory()
    made = sign_in(session, user)
    assert (made.user, made.session, made.unit) == (user, session, user.unit)
    assert (made.way, made.is_late, made.is_walk_in, made.marked_by) == (
        "screen",
        False,
        False,
        None,
    )
    assert [(c.verb, c.by) for c in made.changes.all()] == [("noted", user)]


def test_digits_do_the_same(session):
    made = sign_in(session, digits=f" {digits(session)[:3]} {digits(session)[3:]}")
    assert (made.session, made.way) == (session, "typed")


def test_twice_is_once(session):
    user, key = TeacherFactory(), uuid.uuid4()
    first = sign_in(session, user, token=shown(session), key=key)
    again = sign_in(session, user, token=shown(session), key=key)
    other = sign_in(session, user, digits=digits(session))
    assert {first.pk, again.pk, other.pk} == {first.pk}
    assert (again.arrived_at, again.key) == (first.arrived_at, key)
    assert Attendance.objects.count() == AttendanceChange.objects.count() == 1


def test_the_database_keeps_it_once(session):
    mark = present(session)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(session=session, user=mark.user, way="hand")


def test_a_proof_that_a_phone_kept_is_flagged(session):
    then = timezone.now() - timedelta(minutes=20)
    made = sign_in(session, token=shown(session, then), kept_at=then)
    assert made.is_late
    assert abs(made.arrived_at - then) < timedelta(seconds=31)
    typed = sign_in(session, digits=digits(session, then), kept_at=then)
    assert typed.is_late


def test_an_old_code_is_told(session):
    then = timezone.now() - timedelta(minutes=20)
    assert "过期" in refusal(lambda: sign_in(session, token=shown(session, then)))
    assert not Attendance.objects.exists()
    assert not WrongCode.objects.exists()  # nobody guesses with it


def test_a_code_seen_before_the_login_counts(session):
    then = timezone.now() - timedelta(minutes=5)
    made = sign_in(session, token=shown(session, then), seen_at=then)
    assert (made.is_late, made.arrived_at) == (False, then)


@pytest.mark.parametrize("token", ["", "x", "1-2-aaaaaaaaaaaaaaaa", "\x00", "签到", "a" * 5000])
def test_a_forged_code_is_told_and_counted(session, token):
    user = TeacherFactory()
    assert "不是本站" in refusal(lambda: sign_in(session, user, token=token))
    assert WrongCode.objects.filter(user=user).count() == 1


def test_guessing_digits_ends_soon(session):
    user = TeacherFactory()
    most = AttendanceSettings.load().most_tries
    wrong = "000000" if digits(session) != "000000" else "000001"
    for _ in range(most):
        with pytest.raises(actions.CodeIsWrong):
            sign_in(session, user, digits=wrong)
    with pytest.raises(actions.TooManyTries):
        sign_in(session, user, token=shown(session))
    sign_in(session, TeacherFactory())  # others behind the same address are not concerned
    WrongCode.objects.update(at=timezone.now() - timedelta(minutes=11))
    sign_in(session, user)


@pytest.mark.parametrize(("hours", "words"), [(30, "还没有开始"), (-30, "已经结束")])
def test_a_future_and_a_past_session_are_told(site_home, hours, words):
    session = make_session(hours_from_now=hours)
    assert words in refusal(lambda: sign_in(session))
    host = session.page.owner
    if hours > 0:
        for act in (
            lambda: actions.mark(session_id=session.pk, by=host, user_ids=[TeacherFactory().pk]),
            lambda: actions.mark_codes(session_id=session.pk, by=host, codes=["1KM"]),
            lambda: actions.mark_ticket(session_id=session.pk, by=host, text="ABCDEFG"),
            lambda: actions.add_photo(session_id=session.pk, by=host, file=None),
        ):
            assert words in refusal(act)
    assert not Attendance.objects.exists()


def test_not_even_an_editor_marks_a_future_session(site_home):
    session = make_session(hours_from_now=30)
    editor = UserFactory(role=Role.EDITOR)
    with pytest.raises(NotPossible):
        actions.mark(session_id=session.pk, by=editor, user_ids=[TeacherFactory().pk])


def test_an_unpublished_event_takes_no_attendance(site_home):
    session = make_session(is_live=False)
    owner = session.page.owner
    assert "不面向" in refusal(lambda: sign_in(session, owner))
    assert "还没有发布" in refusal(
        lambda: actions.mark(session_id=session.pk, by=owner, user_ids=[TeacherFactory().pk])
    )


def test_walk_ins_are_noted_or_refused_as_the_event_says(session):
    registered, walk_in = seat(session), TeacherFactory()
    assert not sign_in(session, registered).is_walk_in
    assert sign_in(session, walk_in).is_walk_in
    host = session.page.owner
    actions.set_walk_ins(page_id=session.page_id, by=host, walk_ins=Door.WalkIns.REFUSED)
    late = TeacherFactory()
    assert "没有报名" in refusal(lambda: sign_in(session, late))
    assert sign_in(session, seat(session)).user
    assert present(session, late).is_walk_in  # the host decides


def test_without_registration_nobody_is_a_walk_in(session):
    actions.set_walk_ins(page_id=session.page_id, by=session.page.owner, walk_ins="refused")
    assert not sign_in(session).is_walk_in


ROLES = {
    "owner": lambda session: session.page.owner,
    "editor": lambda session: UserFactory(role=Role.EDITOR),
    "chief": lambda session: UserFactory(role=Role.CHIEF_EDITOR),
    "named": lambda session: (
        EventHost.objects.create(page=session.page, user=TeacherFactory()).user
    ),
    "workshop": lambda session: workshop_host(session),
    "colleague": lambda session: TeacherFactory(unit=session.page.owner.unit),
    "registered": lambda session: seat(session),
    "administrator": lambda session: SchoolAdminFactory(unit=session.page.owner.unit),
    "siteadmin": lambda session: UserFactory(role=Role.SITE_ADMIN),
    "other_host": lambda session: TeacherFactory(role=Role.WORKSHOP_HOST),
}


def workshop_host(session):
    host = TeacherFactory(role=Role.WORKSHOP_HOST)
    page = WorkshopPage(title="虚构工作坊", slug="xu-gou", tier="city", host=host, host_name="甲")
    WorkshopIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    type(session.page).objects.filter(pk=session.page_id).update(organising_page=page.pk)
    return host


@pytest.mark.parametrize("who", ROLES)
def test_who_marks_others(session, who):
    by = ROLES[who](session)
    other = present(session)
    acts = {
        "mark": lambda: actions.mark(session_id=session.pk, by=by, user_ids=[TeacherFactory().pk]),
        "codes": lambda: actions.mark_codes(
            session_id=session.pk, by=by, codes=[TeacherFactory().staff_number]
        ),
        "ticket": lambda: actions.mark_ticket(
            session_id=session.pk,
            by=by,
            text=tokens.ticket_code(session.page_id, TeacherFactory().pk),
        ),
        "stay": lambda: actions.set_stay(attendance_id=other.pk, by=by, minutes=30),
        "void": lambda: actions.void(attendance_id=other.pk, by=by, reason="不在"),
        "restore": lambda: actions.restore(attendance_id=other.pk, by=by),
        "sheet": lambda: actions.number_sheet(session_id=session.pk, by=by),
    }
    organising = {
        "host": lambda: actions.add_host(
            page_id=session.page_id, by=by, staff_number=TeacherFactory().staff_number
        ),
        "unhost": lambda: actions.remove_host(page_id=session.page_id, by=by, user_id=0),
        "walk_ins": lambda: actions.set_walk_ins(
            page_id=session.page_id, by=by, walk_ins="refused"
        ),
    }
    hosts = {"owner", "editor", "chief", "named", "workshop"}
    for act in acts.values():
        if who in hosts:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()
    for act in organising.values():
        if who in hosts - {"named"}:
            act()
        else:
            with pytest.raises(PermissionDenied):
                act()


def test_a_private_event_is_not_even_known(site_home):
    session = make_session(audience="school")
    outsider = TeacherFactory()
    from editorial.models import Readership

    Readership.objects.create(page=session.page, audience="school", unit=session.page.owner.unit)
    with pytest.raises(Http404):
        actions.mark(session_id=session.pk, by=outsider, user_ids=[TeacherFactory().pk])
    assert "不面向" in refusal(lambda: sign_in(session, outsider))
    sign_in(session, TeacherFactory(unit=session.page.owner.unit))


def test_nobody_marks_oneself(session):
    host = session.page.owner
    with pytest.raises(ValidationError) as refused:
        actions.mark(session_id=session.pk, by=host, user_ids=[host.pk])
    assert "自己" in refused.value.message_dict["people"][0]
    result = actions.mark_codes(session_id=session.pk, by=host, codes=[host.staff_number])
    assert result.wrong[0][0] == host.staff_number
    code = tokens.ticket_code(session.page_id, host.pk)
    assert "自己" in refusal(lambda: actions.mark_ticket(session_id=session.pk, by=host, text=code))
    own = sign_in(session, host)
    for act in (
        lambda: actions.set_stay(attendance_id=own.pk, by=host, minutes=3),
        lambda: actions.void(attendance_id=own.pk, by=host, reason="不在"),
    ):
        with pytest.raises(ReviewRefused):
            act()


def test_many_are_marked_at_once_and_nobody_twice(session):
    people = [seat(session) for _ in range(5)]
    earlier = sign_in(session, people[0])
    host = session.page.owner
    made = actions.mark(session_id=session.pk, by=host, user_ids=[p.pk for p in people])
    assert {each.user for each in made} == set(people[1:])
    assert actions.mark(session_id=session.pk, by=host, user_ids=[p.pk for p in people]) == []
    earlier.refresh_from_db()
    assert (earlier.way, earlier.marked_by) == ("screen", None)
    assert Attendance.objects.count() == 5
    assert AttendanceChange.objects.count() == 5


@pytest.mark.parametrize("ids", [[], [10**9]])
def test_nobody_and_strangers_are_told(session, ids):
    with pytest.raises(ValidationError) as refused:
        actions.mark(session_id=session.pk, by=session.page.owner, user_ids=ids)
    assert list(refused.value.message_dict) == ["people"]


def test_a_ticket_marks_its_holder_once(session):
    person, host = seat(session), session.page.owner
    code = tokens.grouped(tokens.ticket_code(session.page_id, person.pk))
    first = actions.mark_ticket(session_id=session.pk, by=host, text=code)
    again = actions.mark_ticket(session_id=session.pk, by=host, text=code.lower())
    assert (first.pk, first.user, first.way, first.marked_by) == (again.pk, person, "ticket", host)


def test_a_ticket_that_a_host_kept_is_flagged(session):
    person, then = seat(session), timezone.now() - timedelta(minutes=30)
    code = tokens.ticket_code(session.page_id, person.pk)
    made = actions.mark_ticket(
        session_id=session.pk, by=session.page.owner, text=code, kept_at=then
    )
    assert (made.is_late, made.arrived_at) == (True, then)


def test_a_ticket_for_another_event_or_of_nobody_is_told(session):
    host, person = session.page.owner, TeacherFactory()
    other = make_session(title="别的论坛")
    address = f"http://x/my/attendance/t/{other.page_id}-" + tokens.ticket_code(
        other.page_id, person.pk
    )
    mark = actions.mark_ticket
    assert "别的论坛" in refusal(lambda: mark(session_id=session.pk, by=host, text=address))
    assert "不是入场码" in refusal(lambda: mark(session_id=session.pk, by=host, text="ABC DEF G"))
    code = tokens.ticket_code(session.page_id, person.pk)
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert "停用" in refusal(lambda: mark(session_id=session.pk, by=host, text=code))


def test_rows_of_the_sheet_stay_when_others_join(session):
    host = session.page.owner
    first = [seat(session), seat(session)]
    assert actions.number_sheet(session_id=session.pk, by=host) == 2
    rows = dict(SheetRow.objects.values_list("user", "number"))
    seat(session)
    assert actions.number_sheet(session_id=session.pk, by=host) == 1
    assert actions.number_sheet(session_id=session.pk, by=host) == 0
    later = dict(SheetRow.objects.values_list("user", "number"))
    assert {pk: later[pk] for pk in rows} == rows
    assert sorted(later.values()) == [1, 2, 3]
    assert set(rows) == {user.pk for user in first}


def test_codes_of_the_sheet_mark_and_slips_come_back(session):
    host = session.page.owner
    people = [seat(session), seat(session)]
    actions.number_sheet(session_id=session.pk, by=host)
    other = make_session()
    codes = [
        tokens.row_code(session.pk, 1),
        tokens.row_code(session.pk, 2).lower(),
        people[0].staff_number,
        tokens.row_code(session.pk, 77),
        "没有这个人",
    ]
    result = actions.mark_codes(session_id=session.pk, by=host, codes=codes)
    assert {each.user for each in result.made} == set(people)
    assert [code for code, _ in result.wrong] == codes[3:]
    assert {each.way for each in result.made} == {"sheet"}
    again = actions.mark_codes(session_id=session.pk, by=host, codes=codes[:2])
    assert (again.made, again.known, again.wrong) == ([], 2, [])
    foreign = actions.mark_codes(session_id=other.pk, by=other.page.owner, codes=codes[:1])
    assert foreign.made == []


def test_a_stay_is_set_and_logged(session):
    mark, host = present(session), session.page.owner
    actions.set_stay(attendance_id=mark.pk, by=host, minutes=45)
    mark.refresh_from_db()
    start, end = queries.span_of(mark, session, 15)
    assert (end - start) == timedelta(minutes=45)
    left = session.starts_at + timedelta(minutes=60)
    actions.set_stay(attendance_id=mark.pk, by=host, left_at=left)
    mark.refresh_from_db()
    assert (mark.minutes, mark.left_at) == (None, left)
    actions.set_stay(attendance_id=mark.pk, by=host, left_at=left)  # no change, no log
    notes = list(mark.changes.values_list("verb", flat=True))
    assert notes == ["noted", "changed", "changed"]
    with pytest.raises(ValidationError) as refused:
        actions.set_stay(attendance_id=mark.pk, by=host, minutes=999)
    assert list(refused.value.message_dict) == ["minutes"]


def test_a_voided_attendance_stays_to_be_seen(session):
    mark, host = present(session), session.page.owner
    with pytest.raises(ValidationError):
        actions.void(attendance_id=mark.pk, by=host, reason="  ")
    actions.void(attendance_id=mark.pk, by=host, reason="替别人签的")
    assert Notification.objects.get(recipient=mark.user).text.count("替别人签的") == 1
    assert "替别人签的" in refusal(lambda: sign_in(session, mark.user))
    assert "替别人签的" in refusal(
        lambda: actions.set_stay(attendance_id=mark.pk, by=host, minutes=3)
    )
    assert how_many_came(session.page_id) is None
    actions.restore(attendance_id=mark.pk, by=host)
    assert sign_in(session, mark.user).pk == mark.pk
    assert how_many_came(session.page_id) == 1
    verbs = list(mark.changes.values_list("verb", flat=True))
    assert verbs == ["noted", "voided", "restored"]


def test_the_log_is_not_rewritten(session):
    change = present(session).changes.get()
    with pytest.raises(PermissionDenied):
        change.delete()
    with pytest.raises(PermissionDenied):
        AttendanceChange.objects.update(note="别的")


def test_a_session_with_attendance_stays(session):
    assert why_session_stays(session.pk) == ""
    present(session)
    assert why_session_stays(session.pk) == "已有签到记录"


def test_a_host_is_named_by_number(session):
    owner, helper = session.page.owner, TeacherFactory()
    with pytest.raises(ValidationError) as refused:
        actions.add_host(page_id=session.page_id, by=owner, staff_number="没有")
    assert list(refused.value.message_dict) == ["staff_number"]
    for _ in range(2):
        actions.add_host(page_id=session.page_id, by=owner, staff_number=helper.staff_number)
    assert [host.user for host in session.page.hosts.all()] == [helper]
    actions.remove_host(page_id=session.page_id, by=owner, user_id=helper.pk)
    assert not session.page.hosts.exists()


def test_who_came_is_counted_once_for_all_sessions(site_home):
    first, second = make_sessions(hours_from_now=-5, amount=2)
    person = TeacherFactory()
    present(first, person)
    present(second, person)
    present(second)
    assert how_many_came(first.page_id) == 2


def test_registration_is_what_makes_a_roster(session):
    open_registration(session)
    seated, walk_in = seat(session), TeacherFactory()
    sign_in(session, walk_in)
    roster = queries.roster_of(session, 15)
    assert [(row.user, row.is_present) for row in roster.expected] == [(seated, False)]
    assert [row.user for row in roster.to_look_at] == [walk_in]
