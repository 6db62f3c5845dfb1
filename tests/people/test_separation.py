"""三权分立: who runs the site, who gives rights and who reads the trail are three people."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people import actions
from people.actions.roles import separation_problem
from people.choices import IMPORTED_ROLES, SEPARATED_ROLES, Role
from people.models import User
from people.permissions import (
    assigns_roles,
    may_edit_account,
    may_reset_factor,
    may_reset_password,
)
from people.roles import granted_roles, roles_of
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
PAIRS = list(itertools.permutations(sorted(SEPARATED_ROLES), 2))


@pytest.mark.parametrize(("held", "wanted"), PAIRS)
def test_nobody_holds_two_of_the_three(held, wanted):
    user = UserFactory(role=held)
    with pytest.raises(ValidationError, match="兼任"):
        actions.grant_role(user=user, role=wanted)
    assert roles_of(User.objects.get(pk=user.pk)) == {held}


@pytest.mark.parametrize(("held", "wanted"), PAIRS)
def test_a_role_that_rests_counts_too(held, wanted):
    user = UserFactory(role=held, is_active=False)
    with pytest.raises(ValidationError, match="兼任"):
        actions.grant_role(user=User.objects.get(pk=user.pk), role=wanted)


@pytest.mark.parametrize(("held", "wanted"), PAIRS)
def test_what_was_known_before_the_lock_does_not_count(held, wanted):
    user = UserFactory()
    assert roles_of(user) == set()  # and is kept on the object
    actions.grant_role(user=User.objects.get(pk=user.pk), role=held)
    with pytest.raises(ValidationError, match="兼任"):
        actions.grant_role(user=user, role=wanted)


@pytest.mark.parametrize("role", sorted(SEPARATED_ROLES - {Role.SITE_ADMIN}))
def test_an_operator_holds_none_of_the_others(role):
    with pytest.raises(ValidationError, match="兼任"):
        actions.grant_role(user=UserFactory(is_superuser=True), role=role)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.EDITOR, Role.CHIEF_EDITOR])
@pytest.mark.parametrize("held", sorted(SEPARATED_ROLES))
def test_other_roles_go_with_each(held, role):
    assert separation_problem({held}, role) is None


class TestGivingRoles:
    def test_site_administrators_do_until_somebody_else_is_named(self):
        admin, teacher = UserFactory(role=Role.SITE_ADMIN), UserFactory()
        assert assigns_roles(admin)
        actions.grant_role(user=UserFactory(), role=Role.SECURITY_ADMIN, by=admin)
        assert not assigns_roles(admin)
        with pytest.raises(PermissionDenied, match="安全管理员"):
            actions.grant_role(user=teacher, role=Role.EDITOR, by=admin)
        with pytest.raises(PermissionDenied):
            actions.grant_role(user=UserFactory(), role=Role.AUDITOR, by=admin)

    def test_then_the_security_administrator_does(self):
        keeper = UserFactory(role=Role.SECURITY_ADMIN)
        teacher = UserFactory()
        actions.grant_role(user=teacher, role=Role.EDITOR, by=keeper)
        assert actions.revoke_role(user=teacher, role=Role.EDITOR, by=keeper)

    def test_but_makes_no_accounts_and_gives_no_passwords(self):
        keeper, user = UserFactory(role=Role.SECURITY_ADMIN), UserFactory()
        with pytest.raises(PermissionDenied):
            actions.create_account(staff_number="N1", name="虚构", by=keeper)
        with pytest.raises(PermissionDenied):
            actions.set_initial_password(user=user, by=keeper)

    def test_an_auditor_does_nothing(self):
        auditor, user = UserFactory(role=Role.AUDITOR), UserFactory()
        assert not assigns_roles(auditor)
        assert not may_edit_account(auditor, user)
        assert not may_reset_password(auditor, user)


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("watched", [Role.SECURITY_ADMIN, Role.AUDITOR])
def test_a_site_administrator_cannot_become_who_watches_them(watched, is_active):
    """Neither by a new password nor by another mailbox, nor by switching the account on."""
    admin = UserFactory(role=Role.SITE_ADMIN)
    watcher = UserFactory(role=watched, is_active=is_active)
    assert not may_reset_password(admin, watcher)
    with pytest.raises(PermissionDenied):
        actions.update_account(
            user=watcher,
            staff_number=watcher.staff_number,
            name=watcher.name,
            phone="",
            email="mine@example.org",
            is_active=True,
            by=admin,
        )


def test_who_watches_comes_by_no_list():
    assert SEPARATED_ROLES & set(IMPORTED_ROLES) == {Role.SITE_ADMIN}


class TestAdmin:
    def form(self, client, user):
        answer = client.get(f"/admin/users/edit/{user.pk}/")
        return answer.context["form"] if answer.status_code == 200 else None

    def test_the_security_administrator_sees_roles_alone(self, client, site_home):
        user = UserFactory(role=Role.EDITOR)
        client.force_login(UserFactory(role=Role.SECURITY_ADMIN))
        assert client.get("/admin/users/").status_code == 200
        assert set(self.form(client, user).fields) == {"roles", "school_admin_units"}
        sent = {"roles": ["chief_editor"], "name": "改名", "initial_password": "gai-mi-ma-2026"}
        assert client.post(f"/admin/users/edit/{user.pk}/", sent).status_code == 302
        again = User.objects.get(pk=user.pk)
        assert roles_of(again) == {Role.CHIEF_EDITOR}
        assert (again.name, again.password) == (user.name, user.password)
        assert client.get("/admin/users/new/").status_code in {302, 403}

    def test_the_site_administrator_sees_all_but_roles(self, client, site_home):
        UserFactory(role=Role.SECURITY_ADMIN)
        client.force_login(UserFactory(role=Role.SITE_ADMIN))
        fields = set(self.form(client, UserFactory()).fields)
        assert "initial_password" in fields
        assert not fields & {"roles", "school_admin_units"}

    def test_one_takes_the_place_of_the_other(self, client, site_home):
        user = UserFactory(role=Role.AUDITOR)
        client.force_login(UserFactory(role=Role.SECURITY_ADMIN))
        sent = {"roles": ["site_admin"]}
        assert client.post(f"/admin/users/edit/{user.pk}/", sent).status_code == 302
        assert roles_of(User.objects.get(pk=user.pk)) == {Role.SITE_ADMIN}

    def test_of_an_account_that_is_off_they_are_seen_and_taken(self, client, site_home):
        user = UserFactory(role=Role.EDITOR, is_active=False)
        client.force_login(UserFactory(role=Role.SECURITY_ADMIN))
        form = self.form(client, user)
        assert form.initial["roles"] == ["editor"]
        client.post(f"/admin/users/edit/{user.pk}/", {"roles": []})
        assert granted_roles(user) == set()

    def test_two_that_do_not_go_together_are_said(self, client, site_home):
        user = UserFactory(role=Role.AUDITOR)
        client.force_login(UserFactory(role=Role.SECURITY_ADMIN))
        sent = {"roles": ["auditor", "site_admin"]}
        answer = client.post(f"/admin/users/edit/{user.pk}/", sent)
        assert "兼任" in answer.content.decode()
        assert roles_of(User.objects.get(pk=user.pk)) == {Role.AUDITOR}


class TestResettingFactors:
    def test_site_administrators_do_for_all_but_those_who_watch_them(self):
        admin = UserFactory(role=Role.SITE_ADMIN)
        assert may_reset_factor(admin, UserFactory(role=Role.CHIEF_EDITOR))
        assert not may_reset_factor(admin, UserFactory(role=Role.AUDITOR))
        assert not may_reset_factor(admin, UserFactory(role=Role.AUDITOR, is_active=False))

    def test_a_security_administrator_does_for_auditors_too(self):
        security = UserFactory(role=Role.SECURITY_ADMIN)
        assert may_reset_factor(security, UserFactory(role=Role.AUDITOR))
        assert not may_reset_factor(UserFactory(role=Role.SITE_ADMIN), UserFactory())
        assert not may_reset_factor(security, UserFactory(is_superuser=True))
