"""Accounts, profiles, moves and the tree of units."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from people import actions, roles
from people.choices import Role, Stage, UnitKind
from people.models import Subject, TeacherProfile, Unit, UnitMembership, User
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date


def history(user: User) -> list[tuple[str, datetime.date, datetime.date | None]]:
    rows = UnitMembership.objects.filter(teacher__user=user).order_by("since")
    return [(row.unit.code, row.since, row.until) for row in rows]


def test_create_teacher_makes_account_profile_membership_and_role() -> None:
    unit, subject = UnitFactory(), Subject.objects.get(name="语文")
    user = actions.create_teacher(
        staff_number=" JY-0001",
        name=" 林 小满 ",
        unit=unit,
        phone="+86 138-0000-1234",
        email="Lin@Example.cn",
        stage=Stage.PRIMARY,
        subject=subject,
        teaching_since=2010,
        since=DAY(2024, 9, 1),
    )
    user = User.objects.get(pk=user.pk)
    assert (user.staff_number, user.phone, user.email) == (
        "JY-0001",
        "13800001234",
        "lin@example.cn",
    )
    assert str(user) == user.get_full_name() == user.get_short_name() == "林 小满"
    assert user.masked_phone == "138****1234"
    assert user.unit == unit
    assert not user.has_usable_password()
    assert not user.is_staff
    assert user.teacher_profile.years_of_teaching(DAY(2025, 1, 1)) == 16
    assert roles.roles_of(user) == {Role.TEACHER}
    assert history(user) == [(unit.code, DAY(2024, 9, 1), None)]
    assert ModelLogEntry.objects.filter(action="people.create", object_id=user.pk).count() == 1


def test_years_of_teaching_are_unknown_without_a_year() -> None:
    assert TeacherProfile().years_of_teaching(DAY(2025, 1, 1)) is None
    assert TeacherProfile(teaching_since=2030).years_of_teaching(DAY(2025, 1, 1)) == 0


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("staff_number", "jy-0001", "已经有账号"),
        ("staff_number", "工号", "工号只能由"),
        ("staff_number", "13900001111", "工号不能是手机号"),
        ("staff_number", "", "不能为空"),
        ("phone", "138 0000 1234", "已经登记"),
        ("phone", "110", "手机号应为 11 位"),
        ("email", "LIN@example.cn", "已经登记"),
        ("email", "no-address", "邮件地址"),
        ("name", " ", "不能为空"),
        ("name", "长" * 51, "50"),
        ("stage", "university", "不是有效"),
        ("teaching_since", 1900, "1950"),
    ],
)
def test_wrong_fields_are_refused_and_nothing_stays(field: str, value: str, message: str) -> None:
    UserFactory(staff_number="JY-0001", phone="13800001234", email="lin@example.cn")
    fields = {"staff_number": "JY-0002", "name": "林小满", "unit": UnitFactory()}
    before = User.objects.count()
    with pytest.raises(ValidationError) as caught:
        actions.create_teacher(**fields | {field: value})
    assert message in " ".join(caught.value.messages)
    assert User.objects.count() == before


def test_accounts_without_phone_and_mail_may_be_many() -> None:
    for number in ("a1", "a2"):
        actions.create_account(staff_number=number, name="虚构")
    assert User.objects.filter(phone=None, email="").count() == 2


@pytest.mark.parametrize("role", [None, *[role for role in Role if role != Role.SITE_ADMIN]])
def test_only_site_administrators_create_accounts_anywhere(role: Role | None) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_account(staff_number="a1", name="虚构", by=UserFactory(role=role))


def test_school_administrators_create_teachers_in_their_own_unit() -> None:
    mine, other = UnitFactory(), UnitFactory()
    admin = SchoolAdminFactory(unit=mine)
    assert actions.create_teacher(staff_number="a1", name="虚构", unit=mine, by=admin).unit == mine
    with pytest.raises(PermissionDenied):
        actions.create_teacher(staff_number="a2", name="虚构", unit=other, by=admin)


class TestMoves:
    def test_the_history_is_kept(self) -> None:
        first, second = UnitFactory(), UnitFactory()
        user = TeacherFactory(unit=first, since=DAY(2020, 9, 1))
        actions.move_teacher(teacher=user.teacher_profile, unit=second, on=DAY(2024, 9, 1))
        assert user.unit == second
        assert User.objects.get(pk=user.pk).unit == second
        assert history(user) == [
            (first.code, DAY(2020, 9, 1), DAY(2024, 8, 31)),
            (second.code, DAY(2024, 9, 1), None),
        ]

    def test_a_move_on_the_first_day_corrects(self) -> None:
        first, second = UnitFactory(), UnitFactory()
        user = TeacherFactory(unit=first, since=DAY(2024, 9, 1))
        actions.move_teacher(teacher=user.teacher_profile, unit=second, on=DAY(2024, 9, 1))
        assert history(user) == [(second.code, DAY(2024, 9, 1), None)]

    def test_there_already_or_before_the_stay_is_refused(self) -> None:
        user, other = TeacherFactory(since=DAY(2024, 9, 1)), UnitFactory()
        profile = user.teacher_profile
        with pytest.raises(ValidationError, match="已经在"):
            actions.move_teacher(teacher=profile, unit=profile.unit, on=DAY(2025, 9, 1))
        with pytest.raises(ValidationError, match="不能早于"):
            actions.move_teacher(teacher=profile, unit=other, on=DAY(2024, 8, 1))
        assert len(history(user)) == 1

    def test_rights_over_the_old_school_end(self) -> None:
        admin = SchoolAdminFactory()
        actions.move_teacher(teacher=admin.teacher_profile, unit=UnitFactory(), on=DAY(2025, 9, 1))
        assert roles.roles_of(User.objects.get(pk=admin.pk)) == {Role.TEACHER}

    def test_rights_over_the_whole_town_stay_when_moving_inside(self) -> None:
        town = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL)
        admin = SchoolAdminFactory(unit=town)
        inside = UnitFactory(parent=town)
        actions.move_teacher(teacher=admin.teacher_profile, unit=inside, on=DAY(2025, 9, 1))
        assert roles.in_scope(User.objects.get(pk=admin.pk), Role.SCHOOL_ADMIN, inside)

    def test_a_school_administrator_needs_both_units(self) -> None:
        mine, other = UnitFactory(), UnitFactory()
        admin, teacher = SchoolAdminFactory(unit=mine), TeacherFactory(unit=mine)
        with pytest.raises(PermissionDenied):
            actions.move_teacher(
                teacher=teacher.teacher_profile, unit=other, on=DAY(2025, 9, 1), by=admin
            )

    def test_the_database_allows_one_open_stay(self) -> None:
        user = TeacherFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            UnitMembership.objects.create(
                teacher=user.teacher_profile, unit=user.unit, since=DAY(2025, 1, 1)
            )


class TestUnits:
    def test_the_tree(self) -> None:
        school = UnitFactory()
        town = school.get_parent()
        assert [unit.depth for unit in Unit.objects.order_by("path")] == [1, 2, 3]
        assert town.contains(school)
        assert not school.contains(town)
        assert set(town.subtree()) == {town, school}
        assert school.indented_name == f"\u3000\u3000{school.name}"

    def test_a_unit_cannot_hang_just_anywhere(self) -> None:
        school = UnitFactory()
        with pytest.raises(ValidationError, match="上级应当是"):
            actions.create_unit(name="x", code="x", kind=UnitKind.SCHOOL, parent=school)
        with pytest.raises(ValidationError, match="最高一级"):
            actions.create_unit(name="x", code="x", kind=UnitKind.BUREAU, parent=school)

    def test_codes_are_unique(self) -> None:
        school = UnitFactory()
        with pytest.raises(ValidationError, match="已存在"):
            actions.create_unit(
                name="x", code=school.code, kind=UnitKind.SCHOOL, parent=school.get_parent()
            )

    def test_moving_takes_the_subtree_along(self) -> None:
        school = UnitFactory()
        town = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, parent=Unit.get_first_root_node())
        moved = actions.update_unit(
            unit=school, name="新名", code=school.code, kind=school.kind, parent=town
        )
        assert moved.get_parent() == town
        assert moved.name == "新名"
        assert Unit.find_problems() == ([], [], [], [], [])

    def test_a_unit_is_not_below_itself(self) -> None:
        town = UnitFactory().get_parent()
        with pytest.raises(ValidationError, match="自己"):
            actions.update_unit(unit=town, name="x", code=town.code, kind=town.kind, parent=town)

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.SITE_ADMIN])
    def test_only_site_administrators_change_the_tree(self, role: Role) -> None:
        with pytest.raises(PermissionDenied):
            actions.create_unit(name="x", code="x", kind=UnitKind.BUREAU, by=UserFactory(role=role))
