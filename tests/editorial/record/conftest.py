"""Who asks for the record."""

import pytest
from django.contrib.auth.models import Permission

from people.models import User
from people.roles import Role
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory


def with_admin(user: User) -> User:
    """Let somebody into the admin, whatever their role opens there."""
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    return user


@pytest.fixture
def people(site_home) -> dict[str, User | None]:
    """One person a role; all of them get past the admin's door, so that the views decide.

    ``own_admin`` administers the school of ``author``, ``other_admin`` another one.
    """
    school = UnitFactory(name="虚构第一小学")
    return {
        "author": TeacherFactory(unit=school, name="林虚构"),
        "chief": UserFactory(role=Role.CHIEF_EDITOR, name="虚构总编"),
        "editor": UserFactory(role=Role.EDITOR, name="虚构编辑甲"),
        "second": UserFactory(role=Role.EDITOR, name="虚构编辑乙"),
        "site_admin": UserFactory(role=Role.SITE_ADMIN),
        "own_admin": with_admin(SchoolAdminFactory(unit=school)),
        "other_admin": with_admin(SchoolAdminFactory()),
        "teacher": with_admin(UserFactory(role=Role.TEACHER)),
        "anonymous": None,
    }


@pytest.fixture
def sign_in(client, people):
    """``sign_in("chief")``: the test client as that person."""

    def sign_in(name: str):
        client.logout()
        if people[name]:
            client.force_login(people[name])
        return client

    return sign_in
