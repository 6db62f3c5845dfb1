"""What changes a group, and who may."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Notification
from editorial.notices.kinds import NoticeKind
from people.roles import Role
from reading.models import Edition, GroupMember, GroupNote, ReadingGroup
from reading.together import actions, queries
from tests.editorial.factories import make_work
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory
from tests.reading.together.factories import (
    make_group,
    make_host,
    make_leader,
    make_member,
    make_note,
    this_monday,
)

pytestmark = pytest.mark.django_db


def test_a_group_gets_its_weeks_and_its_leader_reads_along():
    group = make_group()
    weeks = list(group.weeks.all())
    assert [week.number for week in weeks] == list(range(1, 9))
    assert (weeks[0].from_page, weeks[0].to_page) == (1, 30)
    assert (weeks[7].from_page, weeks[7].to_page) == (211, 240)
    assert weeks[2].starts_on == this_monday()
    assert group.starts_on == weeks[0].starts_on
    assert group.ends_on == weeks[7].starts_on + timedelta(days=6)
    assert [member.user for member in group.members.all()] == [group.organiser]


def test_a_second_click_makes_no_second_group():
    leader = make_leader()
    assert make_group(leader).pk == make_group(leader).pk
    assert ReadingGroup.objects.count() == 1
    assert GroupMember.objects.count() == 1


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN])
def test_others_begin_no_group(role):
    unit = UnitFactory()
    teacher = TeacherFactory(unit=unit, role=role) if role else TeacherFactory(unit=unit)
    with pytest.raises(ReviewRefused):
        make_group(teacher)


def test_a_school_administrator_begins_none_elsewhere():
    with pytest.raises(ReviewRefused):
        make_group(make_leader(), unit=UnitFactory())


def test_a_group_has_one_place(site_home):
    host, page = make_host()
    with pytest.raises(ReviewRefused):
        make_group(host, unit=host.unit, host_page=page)
    with pytest.raises(ReviewRefused):
        make_group(host, unit=None, host_page=None)


def test_a_host_begins_one_for_the_whole_district_only(site_home):
    host, page = make_host()
    with pytest.raises(ValidationError) as refused:
        make_group(host, unit=None, host_page=page)
    assert list(refused.value.message_dict) == ["audience"]
    group = make_group(host, unit=None, host_page=page, audience="district")
    assert group.host_page.pk == page.pk


def test_another_host_is_refused(site_home):
    _, page = make_host()
    other = TeacherFactory(role=Role.WORKSHOP_HOST)
    with pytest.raises(ReviewRefused):
        make_group(other, unit=None, host_page=page, audience="district")


@pytest.mark.parametrize(
    ("values", "field"),
    [({"weeks": 0}, "weeks"), ({"weeks": 27}, "weeks"), ({"pages": 0}, "pages"),
     ({"pages": 5001}, "pages"), ({"audience": "public"}, "audience")],
)  # fmt: skip
def test_impossible_numbers_are_told_by_field(values, field):
    with pytest.raises(ValidationError) as refused:
        make_group(**values)
    assert list(refused.value.message_dict) == [field]


def test_joining_twice_is_joining_once():
    group = make_group()
    reader = make_member(group)
    actions.join(group_id=group.pk, reader=reader)
    assert GroupMember.objects.filter(group=group, user=reader).count() == 1


def test_teachers_below_the_unit_may_join_others_may_not():
    centre = UnitFactory(kind="central_school")
    below = UnitFactory(parent=centre)
    group = make_group(make_leader(centre))
    actions.join(group_id=group.pk, reader=TeacherFactory(unit=below))
    elsewhere = TeacherFactory(unit=UnitFactory(kind="direct_school"))
    for outsider in (elsewhere, UserFactory(role=Role.EDITOR)):
        with pytest.raises(NotPossible):
            actions.join(group_id=group.pk, reader=outsider)


def test_every_teacher_may_join_a_group_of_the_district():
    group = make_group(audience="district")
    actions.join(group_id=group.pk, reader=TeacherFactory())
    with pytest.raises(NotPossible):
        actions.join(group_id=group.pk, reader=UserFactory())


def test_whoever_leaves_leaves_the_notes_and_may_still_delete_them():
    group = make_group()
    reader = make_member(group)
    note = make_note(group, reader)
    actions.leave(group_id=group.pk, reader=reader)
    assert not GroupMember.objects.filter(user=reader).exists()
    assert GroupNote.objects.filter(pk=note.pk).exists()
    actions.delete_note(note_id=note.pk, author=reader)
    assert not GroupNote.objects.exists()


def test_the_leader_does_not_leave():
    group = make_group()
    with pytest.raises(NotPossible):
        actions.leave(group_id=group.pk, reader=group.organiser)


def test_a_note_is_written_once_changed_and_deleted():
    group = make_group()
    reader = make_member(group)
    note = make_note(group, reader)
    assert make_note(group, reader).pk == note.pk
    changed = actions.change_note(note_id=note.pk, author=reader, text="改了", page=3)
    assert (changed.text, changed.page) == ("改了", 3)
    assert changed.changed_at is not None
    assert actions.delete_note(note_id=note.pk, author=reader).number == 3
    with pytest.raises(NotPossible):
        actions.delete_note(note_id=note.pk, author=reader)


def test_only_members_write_and_only_their_own():
    group = make_group()
    note = make_note(group, make_member(group))
    colleague = make_member(group)
    with pytest.raises(NotPossible):
        make_note(group, TeacherFactory(unit=group.unit))
    with pytest.raises(NotPossible):
        make_note(group, colleague, number=9)
    for person in (colleague, group.organiser):
        with pytest.raises(NotPossible):
            actions.change_note(note_id=note.pk, author=person, text="不是我的")
        with pytest.raises(NotPossible):
            actions.delete_note(note_id=note.pk, author=person)


def test_a_note_is_taken_out_with_a_reason_that_its_author_sees():
    group = make_group()
    reader, colleague = make_member(group), make_member(group)
    note = make_note(group, reader)
    with pytest.raises(ReviewRefused):
        actions.remove_note(note_id=note.pk, by=colleague, reason="不喜欢")
    with pytest.raises(ValidationError):
        actions.remove_note(note_id=note.pk, by=group.organiser, reason="  ")
    actions.remove_note(note_id=note.pk, by=group.organiser, reason="写到了学生姓名")
    week = group.weeks.get(number=3)
    assert [n.removal_reason for n in queries.notes_of(week, reader)] == ["写到了学生姓名"]
    assert list(queries.notes_of(week, colleague)) == []
    assert list(queries.notes_of(week, group.organiser)) == []
    assert queries.record_of(group).note_count == 0
    assert queries.own_groups(reader).get().has_removed
    assert not queries.own_groups(colleague).get().has_removed
    with pytest.raises(NotPossible):
        actions.change_note(note_id=note.pk, author=reader, text="再来")
    assert ModelLogEntry.objects.get(action=actions.NOTE_REMOVED).user == group.organiser
    told = Notification.objects.get(kind=NoticeKind.NOTE)
    assert told.recipient == reader
    assert "写到了学生姓名" in told.text
    assert told.url == group.get_absolute_url()
    actions.delete_note(note_id=note.pk, author=reader)


def test_a_closed_group_stands_still_until_it_is_opened_again():
    group = make_group()
    reader = make_member(group)
    note = make_note(group, reader)
    closed = actions.close_group(group_id=group.pk, by=group.organiser).closed_at
    assert actions.close_group(group_id=group.pk, by=group.organiser).closed_at == closed
    with pytest.raises(NotPossible):
        make_note(group, reader, "晚了")
    with pytest.raises(NotPossible):
        actions.change_note(note_id=note.pk, author=reader, text="晚了")
    with pytest.raises(NotPossible):
        actions.join(group_id=group.pk, reader=TeacherFactory(unit=group.unit))
    with pytest.raises(NotPossible):
        actions.write_weeks(group_id=group.pk, by=group.organiser, texts={})
    actions.reopen_group(group_id=group.pk, by=group.organiser)
    make_note(group, reader, "又能写了")


def test_a_new_plan_keeps_questions_and_notes_with_their_weeks():
    group = make_group()
    text = actions.WeekText(from_page=5, to_page=20, reading="第一章", question="为什么？")
    actions.write_weeks(group_id=group.pk, by=group.organiser, texts={1: text})
    make_note(group, group.organiser, number=3)
    with pytest.raises(ValidationError) as refused:
        actions.change_plan(
            group_id=group.pk, by=group.organiser, first_day=this_monday(), weeks=2, pages=None
        )
    assert "第 3 周" in refused.value.message_dict["weeks"][0]
    actions.change_plan(
        group_id=group.pk, by=group.organiser, first_day=this_monday(), weeks=10, pages=None
    )
    first, *_, last = group.weeks.all()
    assert (first.from_page, first.question, first.starts_on) == (5, "为什么？", this_monday())
    assert (last.number, last.from_page) == (10, None)
    group.refresh_from_db()
    assert group.ends_on == last.starts_on + timedelta(days=6)
    actions.change_plan(
        group_id=group.pk, by=group.organiser, first_day=this_monday(), weeks=3, pages=30
    )
    assert [(w.from_page, w.to_page) for w in group.weeks.all()] == [(1, 10), (11, 20), (21, 30)]
    assert group.weeks.get(number=3).notes.count() == 1


def test_only_the_leader_leads():
    group = make_group()
    member = make_member(group)
    for act in (
        lambda: actions.close_group(group_id=group.pk, by=member),
        lambda: actions.reopen_group(group_id=group.pk, by=member),
        lambda: actions.name_salon(group_id=group.pk, by=member, page_id=None),
        lambda: actions.write_weeks(group_id=group.pk, by=member, texts={}),
        lambda: actions.change_group(
            group_id=group.pk, by=member, title="我的", about="", audience="unit"
        ),
        lambda: actions.change_plan(
            group_id=group.pk, by=member, first_day=this_monday(), weeks=8, pages=None
        ),
    ):
        with pytest.raises(ReviewRefused):
            act()


def test_pages_come_from_the_catalogue():
    work = make_work("有页数的书")
    Edition.objects.create(work=work, publisher="虚构社")
    Edition.objects.create(work=work, publisher="虚构社", pages=321, sort_order=1)
    assert queries.pages_of(work) == 321
    assert queries.pages_of(make_work("没有页数的书")) is None
