"""Registering, queueing, passing on, deciding, leaving; and who may not."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from editorial import actions as editorial
from editorial.errors import NotPossible, ReviewRefused
from editorial.models import MailChoice, Notification
from editorial.notices.actions import mails_wanted
from editorial.notices.kinds import NoticeKind
from forums.models import Admission, Registration, RegistrationChange
from forums.models import RegistrationState as State
from forums.registration import actions, queries
from home.demo.clock import at
from people.roles import Role
from tests.editorial.factories import make_staff, publish
from tests.forums.factories import (
    ask,
    keep_seats,
    make_draft,
    make_event,
    make_host,
    make_open,
    register,
)
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def page(site_home):
    return make_open(capacity=2)


def states(page):
    rows = Registration.objects.filter(page_id=page.pk).order_by("number")
    return list(rows.values_list("state", flat=True))


def told(user):
    return list(Notification.objects.filter(recipient=user).values_list("text", flat=True))


def again(registration):
    return Registration.objects.get(pk=registration.pk)


# -- coming in -------------------------------------------------------------------------------


def test_the_first_have_seats_the_others_wait_in_their_order(page):
    made = [register(page) for _ in range(4)]
    assert states(page) == [State.ADMITTED, State.ADMITTED, State.WAITING, State.WAITING]
    assert [row.number for row in made] == [1, 2, 3, 4]
    assert [queries.place_in_queue(row) for row in made[2:]] == [1, 2]


def test_registering_twice_is_registering_once(page):
    teacher = TeacherFactory()
    assert register(page, teacher).pk == register(page, teacher).pk
    assert RegistrationChange.objects.count() == 1


def test_the_database_itself_refuses_a_second_active_registration(page):
    own = register(page)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            page=page, user=own.user, number=99, state=State.WAITING, unit=own.unit
        )


def test_who_registers_oneself_is_told_by_the_page_not_by_a_notice(page):
    assert told(register(page).user) == []


@pytest.mark.parametrize(
    ("admission", "words"),
    [
        ({"state": Admission.State.PREPARING}, "报名还没有开始。"),
        ({"state": Admission.State.STOPPED}, "主办人暂停了报名。"),
        ({"state": Admission.State.CALLED_OFF}, "活动已经取消。"),
        ({"opens_at": timezone.now() + DAY}, "报名还没有开始。"),
        ({"closes_at": timezone.now() - HOUR}, "报名已经截止。"),
    ],
)
def test_registration_that_is_not_open_says_so(site_home, admission, words):
    page = make_open(admission=admission)
    with pytest.raises(NotPossible, match=words):
        register(page)
    assert states(page) == []


def test_an_event_that_has_begun_takes_nobody(site_home):
    page = make_open()
    with at(page.starts_at + HOUR), pytest.raises(NotPossible, match="已经开始"):
        register(page)
    with at(page.ends_at + HOUR), pytest.raises(NotPossible, match="已经结束"):
        register(page)


def test_an_event_without_registration_or_not_public_takes_nobody(site_home):
    with pytest.raises(NotPossible, match="没有开放"):
        register(make_event())
    draft = make_draft()
    Admission.objects.create(page=draft, state=Admission.State.OPEN)
    with pytest.raises(NotPossible, match="没有这场活动"):
        register(draft)


def test_an_event_of_one_school_is_unknown_to_teachers_of_others(site_home):
    owner = TeacherFactory()
    page = make_open(owner, audience="school")
    from editorial.models import Readership

    Readership.objects.create(page_id=page.pk, audience="school", unit=owner.unit)
    assert register(page, TeacherFactory(unit=owner.unit)).state == State.ADMITTED
    with pytest.raises(NotPossible, match="没有这场活动"):
        register(page)


def test_required_answers_are_asked_for_and_kept(page):
    meal = ask(page, kind="yes_no", is_required=True)
    free = ask(page, "想问什么")
    teacher = TeacherFactory()
    for answers in ({}, {meal.pk: "也许"}):
        with pytest.raises(ValidationError) as problem:
            register(page, teacher, answers=answers)
        assert list(problem.value.message_dict) == [f"question-{meal.pk}"]
    with pytest.raises(ValidationError):
        register(page, teacher, answers={meal.pk: "是", free.pk: "长" * 301})
    own = register(page, teacher, answers={meal.pk: "是", free.pk: "停车\x00吗", 10**9: "无"})
    assert dict(own.answers.values_list("question", "text")) == {meal.pk: "是", free.pk: "停车吗"}


# -- seats of units --------------------------------------------------------------------------


def test_seats_of_a_unit_wait_for_its_teachers_until_they_are_released(site_home):
    page, unit = make_open(capacity=3), UnitFactory()
    kept = keep_seats(page, unit, 2)
    assert register(page).state == State.ADMITTED
    outside = register(page)
    assert outside.state == State.WAITING
    inside = register(page, TeacherFactory(unit=unit))
    assert (inside.state, inside.seat_from) == (State.ADMITTED, kept)
    with at(kept.release_at + HOUR):
        actions.settle(page_id=page.pk)
    assert again(outside).state == State.OFFERED


def test_a_teacher_of_a_school_below_the_unit_may_have_its_seat(site_home):
    page, central = make_open(capacity=2), UnitFactory(kind="central_school", stage="")
    keep_seats(page, central, 1)
    register(page)
    own = register(page, TeacherFactory(unit=UnitFactory(parent=central)))
    assert own.state == State.ADMITTED


def test_a_freed_seat_of_a_unit_goes_to_the_first_of_that_unit(site_home):
    page, unit = make_open(capacity=2), UnitFactory()
    keep_seats(page, unit, 1)
    register(page)
    inside = register(page, TeacherFactory(unit=unit))
    before = register(page)
    behind = register(page, TeacherFactory(unit=unit))
    actions.cancel(registration_id=inside.pk, by=inside.user)
    assert (again(before).state, again(behind).state) == (State.WAITING, State.OFFERED)


# -- passing on ------------------------------------------------------------------------------


def test_a_freed_seat_is_offered_to_the_next_for_a_time(page):
    first, _, third, fourth = [register(page) for _ in range(4)]
    actions.cancel(registration_id=first.pk, by=first.user)
    third = again(third)
    assert (third.state, again(fourth).state) == (State.OFFERED, State.WAITING)
    assert third.offered_until - timezone.now() > 23 * HOUR
    [words] = told(third.user)
    assert words.startswith("《虚构沙龙》有名额了，为您保留到")
    taken = actions.accept(registration_id=third.pk, user=third.user)
    assert (taken.state, taken.offered_until) == (State.ADMITTED, None)
    assert actions.accept(registration_id=third.pk, user=third.user).state == State.ADMITTED


def test_an_offer_that_lapses_goes_to_the_next_and_cannot_be_taken_any_more(page):
    first, _, third, fourth = [register(page) for _ in range(4)]
    actions.cancel(registration_id=first.pk, by=first.user)
    with at(timezone.now() + 25 * HOUR):
        with pytest.raises(NotPossible, match="保留时间已经过了"):
            actions.accept(registration_id=third.pk, user=third.user)
        call_command("keep_events", verbosity=0)
        call_command("keep_events", verbosity=0)
    assert (again(third).state, again(fourth).state) == (State.LAPSED, State.OFFERED)
    assert len(told(third.user)) == 2
    assert len(told(fourth.user)) == 1


def test_declining_an_offer_passes_it_on(page):
    first, _, third, fourth = [register(page) for _ in range(4)]
    actions.cancel(registration_id=first.pk, by=first.user)
    actions.cancel(registration_id=third.pk, by=third.user)
    assert again(fourth).state == State.OFFERED


def test_who_registers_while_others_wait_does_not_overtake_them(page):
    first, _, third = [register(page) for _ in range(3)]
    Registration.objects.filter(pk=first.pk).update(state=State.CANCELLED)  # nobody settled it
    assert register(page).state == State.WAITING
    assert again(third).state == State.OFFERED


def test_somebody_else_s_offer_is_not_to_be_taken(page):
    first, _, third = [register(page) for _ in range(3)]
    actions.cancel(registration_id=first.pk, by=first.user)
    with pytest.raises(NotPossible, match="没有这条报名"):
        actions.accept(registration_id=third.pk, user=first.user)


# -- confirming ------------------------------------------------------------------------------


def test_seats_that_nobody_confirms_are_passed_on(site_home):
    page = make_open(capacity=2, admission={"confirm_hours_before": 48})
    silent, present, waiting = [register(page) for _ in range(3)]
    with at(page.starts_at - 4 * DAY):
        call_command("keep_events", verbosity=0)
        call_command("keep_events", verbosity=0)
        assert len(told(silent.user)) == 1
        actions.confirm(registration_id=present.pk, user=present.user)
    with at(page.starts_at - 49 * HOUR):
        assert actions.settle(page_id=page.pk) == 0
    with at(page.starts_at - 47 * HOUR):
        assert actions.settle(page_id=page.pk) == 2
        assert again(silent).state == State.RELEASED
        assert again(present).state == State.ADMITTED
        assert again(waiting).state == State.OFFERED
        late = actions.accept(registration_id=waiting.pk, user=waiting.user)
        assert late.confirmed_at is not None
        with pytest.raises(NotPossible, match="不在您名下"):
            actions.confirm(registration_id=silent.pk, user=silent.user)


def test_whoever_has_a_seat_is_reminded_once(page):
    own = register(page)
    with at(page.starts_at - 20 * HOUR):
        call_command("keep_events", verbosity=0)
        call_command("keep_events", verbosity=0)
    [words] = told(own.user)
    assert "开始，虚构小学报告厅" in words


# -- approval --------------------------------------------------------------------------------


def test_approval_gives_a_seat_or_a_place_by_the_order_of_registering(site_home):
    owner = TeacherFactory()
    page = make_open(owner, capacity=1, admission={"needs_approval": True})
    first, second, third = [register(page) for _ in range(3)]
    assert states(page) == [State.PENDING] * 3
    actions.approve(page_id=page.pk, by=owner, registration_ids=[third.pk])
    actions.approve(page_id=page.pk, by=owner, registration_ids=[second.pk])
    assert states(page) == [State.PENDING, State.WAITING, State.ADMITTED]
    actions.approve(page_id=page.pk, by=owner, registration_ids=[first.pk])
    actions.cancel(registration_id=third.pk, by=third.user)
    assert again(first).state == State.OFFERED  # registered before the second
    assert actions.approve(page_id=page.pk, by=owner, registration_ids=[first.pk]) == []


def test_a_refusal_has_a_reason_that_the_person_reads(site_home):
    owner = TeacherFactory()
    page = make_open(owner, admission={"needs_approval": True})
    own = register(page)
    with pytest.raises(ValidationError):
        actions.refuse(page_id=page.pk, by=owner, registration_ids=[own.pk], reason=" ")
    actions.refuse(page_id=page.pk, by=owner, registration_ids=[own.pk], reason="只面向新教师")
    assert again(own).state == State.REFUSED
    assert told(own.user) == ["《虚构沙龙》您的报名没有通过：只面向新教师"]


@pytest.mark.parametrize("who", ["colleague", "school admin", "host elsewhere", "site admin"])
def test_only_who_runs_the_event_decides(site_home, who):
    page = make_open(admission={"needs_approval": True})
    own = register(page)
    people = {
        "colleague": lambda: TeacherFactory(unit=page.owner.unit),
        "school admin": lambda: SchoolAdminFactory(unit=page.owner.unit),
        "host elsewhere": lambda: make_host()[0],
        "site admin": lambda: UserFactory(role=Role.SITE_ADMIN),
    }
    outsider = people[who]()
    ids = {"page_id": page.pk, "by": outsider, "registration_ids": [own.pk]}
    with pytest.raises(ReviewRefused):
        actions.approve(**ids)
    with pytest.raises(ReviewRefused):
        actions.refuse(**ids, reason="不行")
    with pytest.raises(ReviewRefused):
        actions.call_off(page_id=page.pk, by=outsider, reason="不办了")
    with pytest.raises(ReviewRefused):
        actions.set_admission(page_id=page.pk, by=outsider, values={}, kept=[], questions=[])


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF_EDITOR])
def test_editors_and_the_host_of_its_workshop_run_an_event_too(site_home, role):
    host, workshop = make_host()
    page = make_open(admission={"needs_approval": True}, organising_page=workshop)
    one, other = register(page), register(page)
    actions.approve(page_id=page.pk, by=host, registration_ids=[one.pk])
    actions.approve(page_id=page.pk, by=UserFactory(role=role), registration_ids=[other.pk])
    assert states(page) == [State.ADMITTED] * 2


# -- leaving ---------------------------------------------------------------------------------


def test_leaving_is_possible_until_it_begins_and_coming_back_starts_at_the_end(page):
    first, _, third = [register(page) for _ in range(3)]
    actions.cancel(registration_id=third.pk, by=third.user)
    actions.cancel(registration_id=third.pk, by=third.user)
    back = register(page, third.user)
    assert (back.state, back.number) == (State.WAITING, 4)
    with at(page.starts_at), pytest.raises(NotPossible, match="已经开始"):
        actions.cancel(registration_id=first.pk, by=first.user)


def test_others_cancel_only_for_their_own_people(page):
    own = register(page)
    for stranger in (TeacherFactory(), TeacherFactory(unit=own.unit), SchoolAdminFactory()):
        with pytest.raises(NotPossible, match="没有这条报名"):
            actions.cancel(registration_id=own.pk, by=stranger)
    admin = SchoolAdminFactory(unit=own.unit)
    actions.cancel(registration_id=own.pk, by=admin, reason="要监考")
    assert told(own.user) == [f"《虚构沙龙》{admin.name}取消了您的报名，理由：要监考。"]


# -- groups ----------------------------------------------------------------------------------


def test_a_school_administrator_registers_teachers_in_the_order_given(page):
    unit = UnitFactory()
    admin = SchoolAdminFactory(unit=unit)
    teachers = [TeacherFactory(unit=unit) for _ in range(3)]
    register(page, teachers[2])
    ids = [teacher.pk for teacher in teachers]
    result = actions.register_group(page_id=page.pk, by=admin, user_ids=[*ids, ids[0]])
    assert [row.user for row in result.registrations] == teachers[:2]
    assert result.already == [teachers[2]]
    assert states(page) == [State.ADMITTED, State.ADMITTED, State.WAITING]
    assert {row.registered_by for row in result.registrations} == {admin}
    assert told(teachers[0]) == [
        f"《虚构沙龙》{admin.name}替您报了名：报名成功。去不了可以自己取消。"
    ]


def test_nobody_registers_teachers_of_another_unit(page):
    admin, stranger = SchoolAdminFactory(), TeacherFactory()
    with pytest.raises(ReviewRefused):
        actions.register_group(page_id=page.pk, by=admin, user_ids=[stranger.pk])
    with pytest.raises(ReviewRefused):
        actions.register_group(page_id=page.pk, by=stranger, user_ids=[stranger.pk])
    with pytest.raises(ValidationError):
        actions.register_group(page_id=page.pk, by=admin, user_ids=[])
    assert states(page) == []


# -- setting up ------------------------------------------------------------------------------


def settings(page, values=None, kept=(), questions=()):
    return actions.set_admission(
        page_id=page.pk, by=page.owner, values=values or {}, kept=kept, questions=questions
    )


def test_more_seats_go_to_those_who_wait_at_once(page):
    made = [register(page) for _ in range(4)]
    settings(page, {"capacity": 3})
    assert [again(row).state for row in made[2:]] == [State.OFFERED, State.WAITING]


def test_fewer_seats_than_people_or_more_kept_than_there_are_cannot_be(page):
    register(page)
    register(page)
    unit, day = UnitFactory(), timezone.now() + DAY
    for values, kept, field in (
        ({"capacity": 1}, [], "capacity"),
        ({"capacity": None}, [actions.Kept(unit, 1, day)], "capacity"),
        ({}, [actions.Kept(unit, 3, day)], "kept"),
        ({}, [actions.Kept(unit, 1, day), actions.Kept(unit, 1, day)], "kept"),
        ({"opens_at": day, "closes_at": day - HOUR}, [], "closes_at"),
        ({"closes_at": page.ends_at}, [], "closes_at"),
        ({"opens_at": page.ends_at}, [], "opens_at"),
    ):
        with pytest.raises(ValidationError) as problem:
            settings(page, values, kept)
        assert list(problem.value.message_dict) == [field]


def test_an_answered_question_is_asked_no_longer_but_its_answer_stays(page):
    answered, silent = ask(page), ask(page, "别的")
    own = register(page, answers={answered.pk: "是"})
    new = actions.Asked(label="新问题", kind="line")
    settings(page, questions=[new])
    admission = Admission.objects.get(page=page)
    assert [row.label for row in admission.questions.filter(retired_at=None)] == ["新问题"]
    assert own.answers.get().question == answered
    assert not admission.questions.filter(pk=silent.pk).exists()


def test_calling_off_ends_all_registrations_and_tells_everybody_once(page):
    made = [register(page) for _ in range(3)]
    assert actions.call_off(page_id=page.pk, by=page.owner, reason="台风") == 3
    assert actions.call_off(page_id=page.pk, by=page.owner, reason="台风") == 0
    assert states(page) == [State.CANCELLED] * 3
    assert told(made[2].user) == ["《虚构沙龙》活动取消了：台风"]


def test_the_log_tells_the_whole_story_of_a_registration(page):
    first, _, third = [register(page) for _ in range(3)]
    actions.cancel(registration_id=first.pk, by=first.user)
    actions.accept(registration_id=third.pk, user=third.user)
    rows = third.changes.values_list("verb", "from_state", "to_state", "by")
    assert list(rows) == [
        ("register", "", "waiting", third.user_id),
        ("offer", "waiting", "offered", None),
        ("accept", "offered", "admitted", third.user_id),
    ]


def test_another_event_at_the_same_time_is_a_clash(page):
    own = register(page)
    other = make_open(title="同时", starts_at=page.starts_at, ends_at=page.ends_at)
    later = make_open(title="以后", starts_at=page.ends_at, ends_at=page.ends_at + HOUR)
    assert queries.clashing(other, own.user) == [page]
    assert queries.clashing(later, own.user) == []
    assert queries.clashing(other, TeacherFactory()) == []


def test_whoever_registered_is_told_that_the_event_moves_and_is_asked_anew(site_home):
    draft = make_draft()
    staff = make_staff()
    page = publish(draft, staff)
    Admission.objects.create(page=page, state=Admission.State.OPEN)
    own = register(page)
    Registration.objects.update(confirmed_at=timezone.now(), reminded_at=timezone.now())

    def revise(write):
        latest = type(page).objects.get(pk=page.pk).latest_revision_id
        editorial.update_draft(
            author=page.owner, page_id=page.pk, write=write, base_revision_id=latest
        )
        publish(type(page).objects.get(pk=page.pk), staff)

    revise(lambda draft: setattr(draft, "summary", "改一个字"))
    assert told(own.user) == []
    later = page.starts_at + DAY
    revise(
        lambda draft: [setattr(draft, "starts_at", later), setattr(draft, "ends_at", later + HOUR)]
    )
    [words] = told(own.user)
    assert "时间或地点有变动，现在是：" in words
    assert (again(own).confirmed_at, again(own).reminded_at) == (None, None)


def test_mails_about_events_have_a_switch_of_their_own():
    choice = MailChoice(decisions=False, digest=False, events=True)
    assert mails_wanted(NoticeKind.EVENT, choice)
    assert not mails_wanted(NoticeKind.RETURNED, choice)
    assert not mails_wanted(NoticeKind.EVENT, MailChoice(events=False))
    assert mails_wanted(NoticeKind.EVENT, None)
