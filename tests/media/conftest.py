from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.models import Page

from home.models import StandardPage

_numbers = count(1)


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    def make(*permissions: str, **fields: Any) -> Any:
        number = next(_numbers)
        user = get_user_model().objects.create_user(
            f"M{number:04d}", "pass-word-2026", name=f"教师{number}", **fields
        )
        codenames = [permission.split(".")[1] for permission in permissions]
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return user

    return make


@pytest.fixture
def uploader(make_user: Callable[..., Any]) -> Any:
    return make_user()


@pytest.fixture
def teacher(make_user: Callable[..., Any]) -> Any:
    """Another teacher, with no part in the piece."""
    return make_user()


@pytest.fixture
def editor(make_user: Callable[..., Any]) -> Any:
    return make_user("wagtailadmin.access_admin")


@pytest.fixture
def client_of() -> Callable[[Any], Client]:
    def make(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def make_page(db: None) -> Callable[..., StandardPage]:
    """A draft with one revision; publish it with ``page.get_latest_revision().publish()``."""

    def make(parent: Page | None = None, **fields: Any) -> StandardPage:
        parent = parent or Page.objects.get(depth=1)
        number = next(_numbers)
        page = StandardPage(title=f"页面{number}", slug=f"media-{number}", live=False, **fields)
        parent.add_child(instance=page)
        page.save_revision()
        return page

    return make


@pytest.fixture
def publish() -> Callable[[Page], None]:
    def do(page: Page) -> None:
        page.get_latest_revision().publish()
        page.refresh_from_db()

    return do
