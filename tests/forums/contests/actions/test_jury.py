"""Jurors, whom they may not judge, and the draw."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import hooks

from editorial.errors import NotPossible, ReviewRefused
from forums.contests import actions, queries
from forums.models import Assignment, ContestRecord, Entry
from people.actions import move_teacher
from people.colleagues import COLLEAGUES_HOOK, Circle
from people.roles import Role
from tests.forums.contests import factories as make
from tests.people.factories import TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_who_runs_the_event_does_not_judge(contest):
    for user in (contest.page.owner, UserFactory(role=Role.EDITOR)):
        with pytest.raises(ValidationError) as refused:
            make.add_juror(contest, user)
        assert "不能当盲评的评委" in refused.value.message_dict["person"][0]
    juror = make.add_juror(contest)
    make.add_juror(contest, juror.user)
    assert (contest.jurors.count(), len(make.told(juror.user))) == (1, 1)


def test_a_juror_who_becomes_editor_runs_nothing(contest):
    juror = make.add_juror(contest)
    from people.actions import grant_role

    grant_role(user=juror.user, role=Role.EDITOR)
    with pytest.raises(ReviewRefused):
        actions.draw_lots(page_id=contest.page_id, by=juror.user)


def test_the_draw_bars_own_unit_and_own_workshop_and_own_entry(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    colleague, fellow, stranger = (make.add_juror(contest) for _ in range(3))
    entry = make.with_file(make.enter(contest, TeacherFactory(unit=colleague.user.unit)))
    own = make.with_file(make.enter(contest, stranger.user))
    circle = Circle("workshop", "workshop:1")

    def of_workshops(user_ids):
        return {pk: [circle] for pk in (entry.contestant_id, fellow.user_id) if pk in user_ids}

    with hooks.register_temporarily(COLLEAGUES_HOOK, of_workshops):
        allowed = queries.may_judge(contest, queries.jurors_of(contest), [entry, own])
        assert allowed == {entry.pk: {stranger.pk}, own.pk: {colleague.pk, fellow.pk}}
        make.close(contest)
        actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    assert Assignment.objects.get(entry=entry).juror == stranger


def test_the_unit_of_the_day_of_entering_bars_too(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    juror = make.add_juror(contest)
    entry = make.enter(contest, TeacherFactory(unit=juror.user.unit))
    move_teacher(
        teacher=entry.contestant.teacher_profile, unit=UnitFactory(), on=timezone.localdate()
    )
    assert queries.may_judge(contest, queries.jurors_of(contest), [entry]) == {entry.pk: set()}


def test_a_setting_bars_the_same_central_school(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    juror = make.add_juror(contest)
    entry = make.enter(contest)
    assert juror.user.unit.get_parent() == entry.unit.get_parent()
    allowed = queries.may_judge(contest, queries.jurors_of(contest), [entry])
    assert allowed == {entry.pk: {juror.pk}}
    contest.bars_centre = True
    allowed = queries.may_judge(contest, queries.jurors_of(contest), [entry])
    assert allowed == {entry.pk: set()}


def test_jurors_judge_their_groups(site_home):
    contest = make.make_contest(jurors_per_entry=1)
    primary, junior = contest.groups.all()
    for group in (primary, junior):
        make.add_juror(contest, group_ids=[group.pk])
        make.with_file(make.enter(contest, group_id=group.pk))
    make.close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    for each in Assignment.objects.select_related("entry"):
        assert each.juror.groups.get().pk == each.entry.group_id


@pytest.mark.parametrize("lack", ["time", "entries", "files", "jurors"])
def test_what_a_draw_needs(contest, lack):
    if lack != "entries":
        entry = make.enter(contest)
        if lack != "files":
            make.with_file(entry)
    if lack != "jurors":
        make.add_juror(contest)
        make.add_juror(contest)
    if lack != "time":
        make.close(contest)
    with pytest.raises(NotPossible):
        actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    contest.refresh_from_db()
    assert not contest.is_drawn
    assert not Assignment.objects.exists()
    assert not Entry.objects.exclude(blind_number=None).exists()


def test_the_draw_again_changes_nothing(site_home):
    contest = make.make_drawn(entries=3, jurors=3)
    before = list(Assignment.objects.order_by("pk").values_list("entry", "juror"))
    done = actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    assert done.pairs == []
    assert before == list(Assignment.objects.order_by("pk").values_list("entry", "juror"))
    assert len(before) == 6


def test_when_a_juror_leaves_the_rest_is_drawn_anew(site_home):
    contest = make.make_drawn(entries=4, jurors=3)
    leaving = contest.jurors.order_by("pk").first()
    own = list(leaving.assignments.order_by("pk"))
    done = make.judge(own[0])
    with pytest.raises(ValidationError):
        actions.drop_juror(juror_id=leaving.pk, by=contest.page.owner, reason="")
    actions.drop_juror(juror_id=leaving.pk, by=contest.page.owner, reason="病了")
    done.refresh_from_db()
    assert done.is_handed_in
    standing = Assignment.objects.standing()
    assert standing.filter(juror=leaving).count() == 1
    for entry in contest.entries.all():
        jurors = list(standing.filter(entry=entry).values_list("juror", flat=True))
        assert len(jurors) == len(set(jurors)) == 2
    with pytest.raises(ReviewRefused):
        make.judge(own[1])


def test_stepping_aside_gives_the_entry_to_somebody_else(site_home):
    contest = make.make_drawn(entries=1, jurors=3)
    mine = Assignment.objects.order_by("pk").first()
    number = mine.entry.blind_number
    values = {"page_id": contest.page_id, "blind_number": number, "by": mine.juror.user}
    with pytest.raises(ValidationError):
        actions.declare_conflict(**values, reason=" ")
    actions.declare_conflict(**values, reason="我的学生")
    assert Assignment.objects.standing().count() == 2
    assert not Assignment.objects.standing().filter(juror=mine.juror).exists()
    with pytest.raises(ReviewRefused):
        actions.declare_conflict(**values, reason="我的学生")
    record = ContestRecord.objects.get(verb="step_aside")
    assert (record.text, record.by) == ("我的学生", mine.juror.user)


def test_too_few_are_left_until_somebody_is_added(site_home):
    contest = make.make_drawn(entries=1, jurors=2)
    mine = Assignment.objects.order_by("pk").first()
    actions.declare_conflict(
        page_id=contest.page_id,
        blind_number=mine.entry.blind_number,
        by=mine.juror.user,
        reason="认得",
    )
    assert queries.short_of_jurors(contest) == [mine.entry]
    make.judge(Assignment.objects.standing().get())
    with pytest.raises(NotPossible, match="评委不够"):
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
    make.add_juror(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    assert queries.short_of_jurors(contest) == []
