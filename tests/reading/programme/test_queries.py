"""How a reader stands, and how a unit does."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reading.models.programme import Correction, Placement
from reading.models.records import ReadingRecord
from reading.programme.queries import corrections_of, state_of, states_of_unit, year_for
from reading.programme.rules import Level
from reading.programme.summaries import all_units, open_to_staff, summary_of
from tests.people.factories import TeacherFactory, UnitFactory
from tests.reading.programme.factories import (
    finish,
    make_period,
    make_rule_set,
    make_teachers,
    make_work,
    make_year,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return make_year()


@pytest.fixture
def teacher():
    return TeacherFactory()


def levels(reader, year):
    return [slot.level for slot in state_of(reader, year).state.slots]


def test_the_year_of_a_day():
    year, before = make_year(), make_year(date(2024, 9, 1), date(2025, 8, 31))
    assert year_for(date(2025, 9, 1)) == year
    assert year_for(date(2025, 8, 31)) == before
    assert year_for(date(2026, 9, 1)) is None


def test_what_counts_is_finished_counted_and_of_the_year(teacher, year):
    finish(teacher, day=date(2025, 8, 31))
    finish(teacher, counts=False)
    finish(TeacherFactory())
    ReadingRecord.objects.create(reader=teacher, work=make_work(), state="stopped")
    assert levels(teacher, year) == [Level.EMPTY, Level.EMPTY]
    finish(teacher, day=date(2026, 8, 31))
    assert levels(teacher, year) == [Level.WAITING, Level.EMPTY]


def test_what_is_being_read_is_in_the_words_of_its_reader(teacher, year):
    ReadingRecord.objects.create(reader=teacher, work=make_work("classic"), state="reading")
    finish(teacher, "monograph")
    for _ in range(3):
        finish(teacher, "general")
    assert state_of(teacher, year).words == "名著在读，专著已读待评，其他 3 本"
    [seen] = states_of_unit(teacher.unit, year)
    assert seen.words == "名著还缺，专著已读待评，其他 3 本"


def test_the_reader_and_the_school_decide_where_the_rules_leave_it_open(teacher, year):
    record = finish(teacher, "monograph", chosen_kind="general")
    assert levels(teacher, year) == [Level.EMPTY, Level.EMPTY]
    Placement.objects.create(record=record, slot="monograph")
    assert levels(teacher, year) == [Level.EMPTY, Level.WAITING]
    Correction.objects.create(record=record, slot="classic", reason="在名著书目里")
    assert levels(teacher, year) == [Level.WAITING, Level.EMPTY]
    assert [each.slot for each in corrections_of(teacher, year)] == ["classic"]


def test_a_year_has_its_own_rules(teacher):
    rule_set = make_rule_set(classics=0, monographs=0, general=2, general_evidence="finished")
    year = make_year(rule_set=rule_set)
    finish(teacher, "general")
    assert levels(teacher, year) == [Level.COMPLETE, Level.EMPTY]


def test_the_own_state_takes_one_query_however_many_books(teacher, year, django_assert_num_queries):
    for amount in (1, 9, 90):
        for _ in range(amount):
            finish(teacher, "general", logged=True)
        with django_assert_num_queries(1):
            assert state_of(teacher, year).words


def a_school(teachers):
    unit = UnitFactory()
    for number, teacher in enumerate(make_teachers(unit, teachers)):
        finish(teacher, "classic", logged=bool(number % 2))
        finish(teacher, "general")
    return unit


@pytest.mark.parametrize("teachers", [1, 10, 100])
def test_a_summary_takes_three_queries_however_many_teachers(
    year, teachers, django_assert_max_num_queries
):
    unit, period = a_school(teachers), make_period()
    with django_assert_max_num_queries(3):
        summary = summary_of(unit, year, period)
    assert summary.teachers == teachers
    assert summary.others == teachers
    assert summary.slots[0].complete == teachers // 2


def test_300_teachers_take_what_ten_take(year):
    taken = []
    for teachers in (10, 300):
        unit = a_school(teachers)
        with CaptureQueriesContext(connection) as queries:
            assert summary_of(unit, year).teachers == teachers
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_people_stand_by_pinyin_and_the_inactive_are_left_out(year):
    unit = UnitFactory()
    for name in ("周甲", "单乙", "解丙", "安丁"):
        TeacherFactory(unit=unit, name=name)
    gone = TeacherFactory(unit=unit, name="白戊")
    gone.is_active = False
    gone.save()
    assert [each.name for each in states_of_unit(unit, year)] == ["安丁", "单乙", "解丙", "周甲"]


def test_a_unit_reaches_those_below_it_and_no_others(year):
    school, other = UnitFactory(), UnitFactory()
    TeacherFactory(unit=other)
    below = TeacherFactory(unit=school)
    assert [each.user_id for each in states_of_unit(school, year)] == [below.pk]
    assert len(states_of_unit(school.get_parent(), year)) == 2


def test_small_units_are_not_counted_apart(year):
    large, middle, small = UnitFactory(), UnitFactory(), UnitFactory()
    for unit, amount in ((large, 9), (middle, 6), (small, 2)):
        make_teachers(unit, amount)
    groups = summary_of(large.get_parent(), year).groups
    assert [(group.name, group.teachers) for group in groups] == [
        (large.name, 9),
        (middle.name, None),
        (small.name, None),
    ]
    assert {each.unit for each in open_to_staff(all_units())} == {
        large,
        large.get_parent(),
        large.get_root(),
    }


def test_a_holiday_counts_what_was_finished_in_it(year):
    unit = UnitFactory()
    for teacher in make_teachers(unit, 3, stage="junior") + make_teachers(unit, 3, stage="primary"):
        finish(teacher, "classic", day=date(2026, 2, 1))
        finish(teacher, "general", day=date(2026, 2, 20))
        finish(teacher, "general", day=date(2026, 2, 21))
    counted = summary_of(unit, year, make_period()).in_period
    assert (counted.readers, counted.books, counted.others, counted.is_small) == (6, 12, 6, False)
    assert dict(counted.kinds) == {"classic": 6, "monograph": 0}
    assert summary_of(unit, year, make_period(stage="junior")).in_period.is_small
