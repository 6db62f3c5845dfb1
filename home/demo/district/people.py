"""Units, school administrators and teachers of the district."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import cycle, islice
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from home.demo.district.bulk import Store, Table, stamp
from home.demo.district.names import people, places
from home.demo.district.sizes import Sizes
from people import actions
from people.choices import Role, Stage, UnitKind
from people.models import RoleScope, Subject, TeacherProfile, Unit, UnitMembership, User

CODE = "QU-"
NUMBER = "qu"
SCHOOLS_BELOW_A_CENTRE = 4
# The first directly governed school: large enough for the promise about a school's summary.
LARGE_SCHOOL = 300
STAGES = (Stage.PRIMARY, Stage.PRIMARY, Stage.PRIMARY, Stage.JUNIOR, Stage.PRESCHOOL)
NAMES = {
    Stage.PRESCHOOL: "示例幼儿园",
    Stage.PRIMARY: "示例小学",
    Stage.JUNIOR: "示例初级中学",
    Stage.SENIOR: "示例高级中学",
}


@dataclass(frozen=True)
class Teacher:
    """What the later stages need to know of a teacher."""

    pk: int
    unit_id: int
    subject: str
    joined: date


def make_units(sizes: Sizes) -> list[Unit]:
    """Add units below the demo's bureau until there are as many as asked for.

    Returns:
        those in which teachers work, the largest first.
    """
    bureau = Unit.objects.get(depth=1)
    names, missing = places(), sizes.units - Unit.objects.count()
    direct = max(2, missing // 6)
    working = [
        _unit(number, next(names), UnitKind.DIRECT_SCHOOL, bureau, stage)
        for number, stage in enumerate(islice(cycle((Stage.SENIOR, Stage.JUNIOR)), direct))
    ]
    centre, below = None, 0
    for number in range(direct, missing):
        if centre is None or below == SCHOOLS_BELOW_A_CENTRE:
            centre, below = _unit(number, next(names), UnitKind.CENTRAL_SCHOOL, bureau, ""), 0
        else:
            stage = STAGES[number % len(STAGES)]
            working.append(_unit(number, next(names), UnitKind.SCHOOL, centre, stage))
            below += 1
    return working


def _unit(number: int, place: str, kind: UnitKind, parent: Unit, stage: str) -> Unit:
    suffix = "中心校" if kind == UnitKind.CENTRAL_SCHOOL else NAMES[Stage(stage)]
    unit = actions.create_unit(
        name=f"{place}{suffix}（虚构）",
        code=f"{CODE}{number:03}",
        kind=kind,
        parent=parent,
        stage=stage,
    )
    head = actions.create_account(staff_number=f"{NUMBER}-gl-{number:03}", name=f"{place}管理员")
    actions.grant_role(user=head, role=Role.SCHOOL_ADMIN, unit=unit)
    return unit


def make_teachers(sizes: Sizes, units: list[Unit], source: Random) -> list[Teacher]:
    """Add the teachers, who have no password. The first school gets ``LARGE_SCHOOL`` of them."""
    through = User.groups.through
    users = Table(User, "id staff_number name password date_joined", email="", phone=None)
    groups = Table(through, "user_id group_id")
    scopes = Table(RoleScope, "user_id granted_at", role=Role.TEACHER.value)
    profiles = Table(TeacherProfile, "id user_id unit_id stage subject_id teaching_since")
    stays = Table(UnitMembership, "teacher_id unit_id since")
    store = Store(users, groups, scopes, profiles, stays)
    group = Group.objects.get(name=Role.TEACHER.group_name).pk
    subjects = list(Subject.objects.all())
    user_pk, profile_pk, names = users.next_key(), profiles.next_key(), people(source)
    teachers = []
    for number, unit in enumerate(_places_of(sizes.teachers, units, source)):
        subject, joined = source.choice(subjects), _joined(sizes, source)
        since = stamp(timezone.make_aware(datetime.combine(joined, time(9))))
        pk = user_pk + number
        users.add(pk, f"{NUMBER}{number:05}", next(names), make_password(None), since)
        groups.add(pk, group)
        scopes.add(pk, since)
        year = joined.year - source.randint(0, 30)
        profiles.add(profile_pk + number, pk, unit.pk, unit.stage, subject.pk, year)
        stays.add(profile_pk + number, unit.pk, str(joined))
        teachers.append(Teacher(pk, unit.pk, subject.name, joined))
    store.close()
    return teachers


def _joined(sizes: Sizes, source: Random) -> date:
    """Most were there from the beginning; one in ten came later."""
    if source.random() < 0.9:
        return sizes.first_day
    return sizes.first_day.replace(year=sizes.first_day.year + source.randint(1, 3))


def _places_of(teachers: int, units: list[Unit], source: Random) -> Iterator[Unit]:
    large = min(LARGE_SCHOOL, teachers // 2)
    yield from [units[0]] * large
    weights = [source.uniform(0.4, 1.6) for _ in units[1:]]
    # One in each first, so that none stays empty.
    rest = teachers - large
    yield from units[1:][:rest]
    yield from source.choices(units[1:], weights, k=max(0, rest - len(units) + 1))
