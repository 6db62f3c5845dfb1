"""Planning, moving and correcting: who may, what happens, what happens twice."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from editorial.errors import NotPossible
from editorial.models import Notification
from people.roles import Role
from reading.models.programme import Correction, Placement, PlannedBook
from reading.programme import actions
from reading.programme.actions import (
    correct,
    move_book,
    plan_book,
    take_back_correction,
    take_back_move,
    unplan_book,
)
from reading.programme.queries import state_of
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory
from tests.reading.programme.factories import finish, make_period, make_work, make_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return make_year()


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def admin(teacher):
    return SchoolAdminFactory(unit=teacher.unit)


def places(reader, year):
    return [slot.book and slot.book.record_id for slot in state_of(reader, year).state.slots]


def test_planning_twice_changes_the_first(teacher, year):
    work, winter = make_work(), make_period()
    plan_book(reader=teacher, year=year, work_id=work.pk, slot="classic")
    plan_book(reader=teacher, year=year, work_id=work.pk, slot="general", period=winter)
    [planned] = PlannedBook.objects.filter(reader=teacher)
    assert (planned.slot, planned.period) == ("general", winter)


def test_a_plan_takes_what_its_reader_may_use(teacher, year):
    hidden = make_work(state="proposed")
    with pytest.raises(Http404):
        plan_book(reader=teacher, year=year, work_id=hidden.pk, slot="classic")


def test_a_plan_takes_periods_of_the_year(teacher, year):
    past = make_period(starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    with pytest.raises(ValidationError):
        plan_book(reader=teacher, year=year, work_id=make_work().pk, slot="classic", period=past)


def test_a_plan_has_an_end(teacher, year, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PLANNED", 1)
    work = make_work()
    plan_book(reader=teacher, year=year, work_id=work.pk, slot="classic")
    plan_book(reader=teacher, year=year, work_id=work.pk, slot="general")
    with pytest.raises(ValidationError):
        plan_book(reader=teacher, year=year, work_id=make_work().pk, slot="classic")


def test_only_the_own_plan_is_cut(teacher, year):
    planned = plan_book(reader=teacher, year=year, work_id=make_work().pk, slot="classic")
    unplan_book(reader=TeacherFactory(), planned_id=planned.pk)
    assert PlannedBook.objects.exists()
    unplan_book(reader=teacher, planned_id=planned.pk)
    unplan_book(reader=teacher, planned_id=planned.pk)
    assert not PlannedBook.objects.exists()


def test_a_book_is_moved_and_left_to_the_rules_again(teacher, year):
    record = finish(teacher, "monograph")
    assert places(teacher, year) == [None, record.pk]
    for _ in range(2):
        move_book(reader=teacher, record_id=record.pk, slot="general")
    assert places(teacher, year) == [None, None]
    assert Placement.objects.get().slot == "general"
    for _ in range(2):
        take_back_move(reader=teacher, record_id=record.pk)
    assert places(teacher, year) == [None, record.pk]


def test_a_book_goes_only_where_the_rules_allow(teacher, year):
    record = finish(teacher, "classic")
    with pytest.raises(NotPossible, match="不能算学科专著"):
        move_book(reader=teacher, record_id=record.pk, slot="monograph")


def test_a_move_holds_for_all_readings_of_the_year(teacher, year):
    work = make_work("monograph")
    first = finish(teacher, work, date(2025, 10, 1))
    again = finish(teacher, work, date(2026, 3, 1))
    move_book(reader=teacher, record_id=again.pk, slot="general")
    assert [placed.record_id for placed in Placement.objects.all()] == [first.pk]
    take_back_move(reader=teacher, record_id=again.pk)
    assert places(teacher, year) == [None, first.pk]


@pytest.mark.parametrize("change", [move_book, take_back_move])
def test_nobody_moves_the_books_of_others(teacher, admin, year, change):
    record = finish(teacher, "monograph")
    more = {"slot": "general"} if change is move_book else {}
    for other in (admin, TeacherFactory(unit=teacher.unit)):
        with pytest.raises(Http404):
            change(reader=other, record_id=record.pk, **more)


def test_a_correction_holds_and_tells_the_teacher_why(teacher, admin, year):
    record = finish(teacher, "monograph")
    for _ in range(2):
        made = correct(by=admin, record_id=record.pk, slot="classic", reason=" 在名著书目里 ")
    assert places(teacher, year) == [record.pk, None]
    assert (made.reason, made.made_by) == ("在名著书目里", admin)
    [told] = Notification.objects.filter(recipient=teacher)
    assert told.text == f"学校更正了《{record.work.title}》在 2+N 里的位置：改为教育名著。"
    assert told.url == f"/my/reading/programme/?year={year.pk}"
    with pytest.raises(NotPossible, match="学校更正过"):
        move_book(reader=teacher, record_id=record.pk, slot="general")


def test_a_later_correction_replaces_the_first(teacher, admin, year):
    record = finish(teacher, "monograph")
    correct(by=admin, record_id=record.pk, slot="classic", reason="一")
    last = correct(by=admin, record_id=record.pk, slot=Correction.NOT_COUNTED, reason="二")
    assert places(teacher, year) == [None, None]
    assert Correction.objects.get(taken_back_at=None) == last
    for _ in range(2):
        take_back_correction(by=admin, correction_id=last.pk)
    assert places(teacher, year) == [None, record.pk]
    texts = [told.text.split("：")[1] for told in Notification.objects.order_by("pk")]
    assert texts == ["改为教育名著。", "不计入。", "更正已撤回。"]


def test_a_correction_holds_for_all_readings_of_the_year(teacher, admin, year):
    work = make_work("monograph")
    finish(teacher, work, date(2025, 10, 1))
    again = finish(teacher, work, date(2026, 3, 1))
    correct(by=admin, record_id=again.pk, slot=Correction.NOT_COUNTED, reason="重复")
    assert places(teacher, year) == [None, None]


@pytest.mark.parametrize("reason", ["", "   ", "长" * 201])
def test_a_correction_needs_a_reason(teacher, admin, year, reason):
    record = finish(teacher, "monograph")
    with pytest.raises(ValidationError):
        correct(by=admin, record_id=record.pk, slot="classic", reason=reason)
    assert not Correction.objects.exists()


def test_what_is_right_needs_no_correction(teacher, admin, year):
    record = finish(teacher, "monograph")
    with pytest.raises(NotPossible):
        correct(by=admin, record_id=record.pk, slot="monograph", reason="没变")


def test_the_own_book_is_not_corrected_by_oneself(admin, year):
    record = finish(admin, "monograph")
    with pytest.raises(PermissionDenied):
        correct(by=admin, record_id=record.pk, slot="classic", reason="自己")
    other = SchoolAdminFactory(unit=UnitFactory(), administers=admin.unit)
    made = correct(by=other, record_id=record.pk, slot="classic", reason="另一位")
    with pytest.raises(PermissionDenied):
        take_back_correction(by=admin, correction_id=made.pk)


def test_only_the_administrator_of_the_teachers_unit_corrects(teacher, admin, year):
    record = finish(teacher, "monograph")
    made = correct(by=admin, record_id=record.pk, slot="classic", reason="在名著书目里")
    others = [
        teacher,
        TeacherFactory(unit=teacher.unit),
        SchoolAdminFactory(unit=UnitFactory()),
        *(UserFactory(role=role) for role in (Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN)),
    ]
    for other in others:
        with pytest.raises(Http404):
            correct(by=other, record_id=record.pk, slot="general", reason="越权")
        with pytest.raises(Http404):
            take_back_correction(by=other, correction_id=made.pk)
    assert Correction.objects.get() == made


def test_an_administrator_from_above_reaches_the_teacher(teacher, year):
    above = SchoolAdminFactory(unit=teacher.unit.get_parent())
    record = finish(teacher, "monograph")
    assert correct(by=above, record_id=record.pk, slot="classic", reason="在名著书目里")


def test_what_the_school_does_not_see_it_cannot_correct(teacher, admin, year):
    unseen = [
        finish(teacher, "general"),
        finish(teacher, "monograph", counts=False),
        finish(teacher, "monograph", day=date(2020, 1, 1)),
    ]
    for record in unseen:
        with pytest.raises(Http404):
            correct(by=admin, record_id=record.pk, slot="classic", reason="看不到")


def test_who_left_the_unit_is_out_of_reach(teacher, admin, year):
    record = finish(teacher, "monograph")
    teacher.teacher_profile.unit = UnitFactory()
    teacher.teacher_profile.save()
    with pytest.raises(Http404):
        correct(by=admin, record_id=record.pk, slot="classic", reason="调走了")
