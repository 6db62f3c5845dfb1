"""A contest is set up: its rules, its record, who may."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.contests import actions
from forums.contests.actions import CriterionRow, GroupRow, LevelRow
from forums.models import Contest, ContestRecord
from people.roles import Role
from tests.forums.contests import factories as make
from tests.forums.factories import make_event, make_host
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_contest_is_set_up_and_changed(contest):
    group, other = contest.groups.all()
    owner = contest.page.owner
    rows = {
        "groups": [GroupRow("初中组", pk=other.pk), GroupRow("小学组", pk=group.pk)],
        "criteria": [CriterionRow("全部", 100)],
        "levels": [LevelRow("特等奖", 3, least_result=Decimal(90))],
    }
    values = {"order": "score", "places": 0}
    actions.set_contest(page_id=contest.page_id, by=owner, values=values, **rows)
    contest.refresh_from_db()
    assert [row.pk for row in contest.groups.all()] == [other.pk, group.pk]
    assert (contest.order, contest.places, contest.jurors_per_entry) == ("score", 0, 2)
    assert contest.levels.get().least_result == 90
    record = ContestRecord.objects.first()
    assert (record.verb, record.by) == ("change", owner)
    assert "保留几位小数" in record.text


def test_names_of_rows_may_be_exchanged(contest):
    one, two = contest.groups.all()
    rows = {
        "groups": [GroupRow(two.title, pk=one.pk), GroupRow(one.title, pk=two.pk)],
        "criteria": make.CRITERIA,
        "levels": make.LEVELS,
    }
    actions.set_contest(page_id=contest.page_id, by=contest.page.owner, values={}, **rows)
    assert [row.title for row in contest.groups.all()] == [two.title, one.title]


NOW = timezone.now()


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"entry_opens_at": NOW + timedelta(days=9)}, "entry_closes_at", "晚于开始"),
        ({"judging_ends_at": NOW}, "judging_ends_at", "晚于收作品截止"),
        ({"drop_highest": 1, "drop_lowest": 1}, "jurors_per_entry", "评委人数要多于"),
        ({"criteria": [CriterionRow("一", 60)]}, "criteria", "现在是 60"),
        ({"criteria": []}, "criteria", "至少写一个评分项"),
        ({"groups": []}, "groups", "至少写一个组"),
        ({"levels": [LevelRow("奖", 1)] * 2}, "levels", "“奖”写了两遍"),
    ],
)
def test_what_cannot_be_set(site_home, values, field, words):
    with pytest.raises(ValidationError) as refused:
        make.make_contest(**values)
    assert words in refused.value.message_dict[field][0]
    assert not Contest.objects.exists()


def test_only_a_contest_event_has_a_contest(site_home):
    with pytest.raises(NotPossible):
        make.make_contest(page=make_event())


def test_a_group_with_entries_stays(contest):
    make.enter(contest)
    with pytest.raises(ValidationError) as refused:
        actions.set_contest(
            page_id=contest.page_id,
            by=contest.page.owner,
            values={},
            groups=[GroupRow("别的组")],
            criteria=make.CRITERIA,
            levels=make.LEVELS,
        )
    assert "已经有人参赛" in refused.value.message_dict["groups"][0]


def test_after_the_draw_the_rules_stand_still(site_home):
    contest = make.make_drawn()
    later = contest.judging_ends_at + timedelta(days=5)
    actions.set_contest(
        page_id=contest.page_id,
        by=contest.page.owner,
        values={"judging_ends_at": later, "ties": "down", "drop_lowest": 1, "combine": "median"},
        criteria=[CriterionRow("全部", 100)],
    )
    contest.refresh_from_db()
    assert contest.judging_ends_at == later
    assert (contest.ties, contest.drop_lowest, contest.combine) == ("up", 0, "mean")
    assert contest.criteria.count() == 2


def test_the_record_is_only_added_to(contest):
    record = ContestRecord.objects.first()
    record.text = "改写"
    for attempt in (
        record.save,
        record.delete,
        ContestRecord.objects.all().delete,
        lambda: ContestRecord.objects.update(text="改写"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


@pytest.mark.parametrize(
    "who", ["editor", "host", "colleague", "teacher", "school admin", "juror", "entrant"]
)
def test_who_runs_a_contest(site_home, who):
    host, workshop = make_host()
    page = make_event(event_kind="contest", organising_page=workshop)
    contest = make.make_contest(page=page)
    people = {
        "editor": lambda: UserFactory(role=Role.EDITOR),
        "host": lambda: host,
        "colleague": lambda: TeacherFactory(unit=page.owner.unit),
        "teacher": TeacherFactory,
        "school admin": lambda: SchoolAdminFactory(unit=page.owner.unit),
        "juror": lambda: make.add_juror(contest).user,
        "entrant": lambda: make.enter(contest).contestant,
    }
    user = people[who]()
    rows = {"groups": make.GROUPS, "criteria": make.CRITERIA, "levels": make.LEVELS}
    attempts = [
        lambda: actions.set_contest(page_id=page.pk, by=user, values={}, **rows),
        lambda: actions.add_juror(page_id=page.pk, by=user, user=TeacherFactory()),
    ]
    for attempt in attempts:
        if who in ("editor", "host"):
            assert attempt().pk
        else:
            with pytest.raises(ReviewRefused):
                attempt()
