"""Pieces whose people have addresses."""

import pytest

from editorial import actions
from people.models import User
from people.roles import Role
from tests.editorial.factories import Staff, log_draft, make_staff
from tests.people.factories import UserFactory


@pytest.fixture
def staff(site_home) -> Staff:
    """Two editors and a chief editor, each with an address."""
    staff = make_staff()
    for name in ("first", "second", "chief"):
        person = getattr(staff, name)
        person.email = f"{name}@example.org"
        person.save()
    return staff


@pytest.fixture
def author(site_home) -> User:
    return UserFactory(role=Role.TEACHER, name="林虚构", email="lin@example.org")


@pytest.fixture
def piece(author):
    """A reading log that waits for its first review."""
    page = log_draft(author, title="一篇笔记")
    actions.submit(page_id=page.pk, author=author)
    return page
