"""Who holds which role where, and who may change it."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from people import actions, roles
from people.choices import DISTRICT_ROLES, Role, UnitKind
from people.models import RoleScope, Unit, User
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> dict[str, Unit]:
    bureau = UnitFactory(kind=UnitKind.BUREAU)
    north = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, parent=bureau)
    south = UnitFactory(kind=UnitKind.CENTRAL_SCHOOL, parent=bureau)
    return {
        "bureau": bureau,
        "north": north,
        "north_1": UnitFactory(parent=north),
        "south": south,
        "south_1": UnitFactory(parent=south),
    }


def test_groups_and_their_rights() -> None:
    assert set(Group.objects.filter(name__in=[r.group_name for r in Role])) >= {
        Group.objects.get(name=role.group_name) for role in Role
    }
    may_enter = Permission.objects.get(codename="access_admin").group_set
    names = set(may_enter.values_list("name", flat=True)) & {r.group_name for r in Role}
    assert names == {"编辑", "总编", "站点管理员", "安全管理员", "审计员"}
    people = Permission.objects.filter(content_type__app_label="people")
    for role in Role:
        held = people.filter(group__name=role.group_name).values_list("codename", flat=True)
        if role == Role.SITE_ADMIN:
            models, verbs = ("user", "unit", "subject"), ("add", "change", "view")
            rows = {f"{verb}_{model}" for model in models for verb in verbs}
            # Settings are one row each, which the site tree lets them change and nobody else.
            assert set(held) == rows | {"change_consentsettings", "change_namesettings"}
        elif role == Role.SECURITY_ADMIN:
            assert set(held) == {"change_user", "view_user"}
        else:
            assert set(held) == set()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_itself_only(role: Role) -> None:
    user = UserFactory(role=role)
    assert roles.roles_of(user) == {role}
    assert [r for r in Role if roles.has_role(user, r)] == [role]
    assert list(roles.users_with_role(role)) == [user]


def test_nobody_inactive_or_anonymous_holds_a_role() -> None:
    user = UserFactory(role=Role.EDITOR)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user = User.objects.get(pk=user.pk)
    assert not roles.has_role(user, Role.EDITOR)
    assert not roles.users_with_role(Role.EDITOR).exists()
    assert not roles.has_role(AnonymousUser(), *Role)


def test_a_superuser_manages_but_does_not_edit() -> None:
    user = User.objects.create_superuser("root1", "x", name="系统")
    assert roles.roles_of(user) == {Role.SITE_ADMIN}
    assert list(roles.users_with_role(Role.SITE_ADMIN)) == [user]


def test_has_role_asks_the_database_once(django_assert_num_queries) -> None:
    user = User.objects.get(pk=UserFactory(role=Role.EDITOR).pk)
    with django_assert_num_queries(1):
        for role in Role:
            roles.has_role(user, role)


@pytest.mark.parametrize("role", sorted(DISTRICT_ROLES))
def test_district_roles_reach_every_unit(role: Role, district: dict[str, Unit]) -> None:
    user = UserFactory(role=role)
    assert set(roles.units_in_scope(user, role)) == set(district.values())
    assert list(roles.users_with_role(role, over=district["south_1"])) == [user]


def test_a_school_administrator_reaches_the_own_subtree(district: dict[str, Unit]) -> None:
    user = SchoolAdminFactory(unit=district["north"])
    assert set(roles.units_in_scope(user, Role.SCHOOL_ADMIN)) == {
        district["north"],
        district["north_1"],
    }
    assert roles.in_scope(user, Role.SCHOOL_ADMIN, district["north_1"])
    for name in ("bureau", "south", "south_1"):
        assert not roles.in_scope(user, Role.SCHOOL_ADMIN, district[name])
        assert not roles.users_with_role(Role.SCHOOL_ADMIN, over=district[name]).exists()
    holders = roles.users_with_role(Role.SCHOOL_ADMIN, over=district["north_1"])
    assert list(holders) == [user]
    assert not roles.in_scope(user, Role.SCHOOL_ADMIN, None)


def test_two_scopes_add_up(district: dict[str, Unit]) -> None:
    user = SchoolAdminFactory(unit=district["north_1"])
    actions.grant_role(user=user, role=Role.SCHOOL_ADMIN, unit=district["south"])
    assert set(roles.units_in_scope(user, Role.SCHOOL_ADMIN)) == {
        district["north_1"],
        district["south"],
        district["south_1"],
    }


@pytest.mark.parametrize("role", [Role.TEACHER, Role.WORKSHOP_HOST, Role.SCHOOL_ADMIN])
def test_group_without_scope_reaches_nothing(role: Role, district: dict[str, Unit]) -> None:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role.group_name))
    assert roles.has_role(user, role)
    assert not roles.units_in_scope(user, role).exists()


def test_granting_twice_leaves_one_scope(district: dict[str, Unit]) -> None:
    user = UserFactory()
    for _ in range(2):
        actions.grant_role(user=user, role=Role.EDITOR)
        actions.grant_role(user=user, role=Role.SCHOOL_ADMIN, unit=district["north"])
    assert user.role_scopes.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleScope.objects.create(user=user, role=Role.EDITOR)


def test_a_school_administrator_without_unit_is_refused() -> None:
    user = UserFactory()
    with pytest.raises(ValidationError, match="必须指定单位"):
        actions.grant_role(user=user, role=Role.SCHOOL_ADMIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleScope.objects.create(user=user, role=Role.SCHOOL_ADMIN)


def test_revoking_one_unit_keeps_the_other(district: dict[str, Unit]) -> None:
    user = SchoolAdminFactory(unit=district["north"])
    actions.grant_role(user=user, role=Role.SCHOOL_ADMIN, unit=district["south"])
    assert actions.revoke_role(user=user, role=Role.SCHOOL_ADMIN, unit=district["north"])
    assert roles.has_role(user, Role.SCHOOL_ADMIN)
    assert actions.revoke_role(user=user, role=Role.SCHOOL_ADMIN)
    assert not roles.has_role(user, Role.SCHOOL_ADMIN)
    assert not user.groups.filter(name="学校管理员").exists()
    assert not actions.revoke_role(user=user, role=Role.SCHOOL_ADMIN)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SITE_ADMIN, Role.SECURITY_ADMIN}))
def test_only_site_administrators_assign_roles(role: Role) -> None:
    actor, user = UserFactory(role=role), UserFactory(role=Role.EDITOR)
    with pytest.raises(PermissionDenied):
        actions.grant_role(user=user, role=Role.CHIEF_EDITOR, by=actor)
    with pytest.raises(PermissionDenied):
        actions.revoke_role(user=user, role=Role.EDITOR, by=actor)
    assert roles.roles_of(user) == {Role.EDITOR}


def test_a_site_administrator_assigns_to_others_but_not_to_oneself() -> None:
    actor, user = UserFactory(role=Role.SITE_ADMIN), UserFactory()
    scope = actions.grant_role(user=user, role=Role.CHIEF_EDITOR, by=actor)
    assert scope.granted_by == actor
    with pytest.raises(PermissionDenied, match="不能更改自己的角色"):
        actions.grant_role(user=actor, role=Role.CHIEF_EDITOR, by=actor)
    assert roles.roles_of(actor) == {Role.SITE_ADMIN}


class TestInitialPasswords:
    @pytest.fixture
    def school_admin(self, district: dict[str, Unit]) -> User:
        return SchoolAdminFactory(unit=district["north"])

    def test_for_the_own_teachers(self, school_admin: User, district: dict[str, Unit]) -> None:
        teacher = TeacherFactory(unit=district["north_1"])
        password = actions.set_initial_password(user=teacher, by=school_admin)
        teacher.refresh_from_db()
        assert teacher.check_password(password)
        assert teacher.must_change_password

    def test_not_for_other_schools(self, school_admin: User, district: dict[str, Unit]) -> None:
        with pytest.raises(PermissionDenied):
            actions.set_initial_password(
                user=TeacherFactory(unit=district["south_1"]), by=school_admin
            )

    @pytest.mark.parametrize(
        "role", [Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN, Role.SCHOOL_ADMIN]
    )
    def test_not_for_colleagues_with_more_power(
        self, school_admin: User, district: dict[str, Unit], role: Role
    ) -> None:
        colleague = TeacherFactory(unit=district["north_1"])
        unit = district["south"] if role == Role.SCHOOL_ADMIN else None
        actions.grant_role(user=colleague, role=role, unit=unit)
        with pytest.raises(PermissionDenied):
            actions.set_initial_password(user=colleague, by=school_admin)

    def test_not_for_superusers_by_site_administrators(self) -> None:
        superuser = User.objects.create_superuser("root1", "x", name="系统")
        with pytest.raises(PermissionDenied):
            actions.set_initial_password(user=superuser, by=UserFactory(role=Role.SITE_ADMIN))
