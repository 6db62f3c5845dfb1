"""Browsers and password managers fill in the account pages, so nobody has to remember or retype.

WCAG 1.3.5, 3.3.8: the fields say what they are for, nothing forbids pasting, there is no riddle.
"""

import re

import pytest
from django.test import Client

from people.choices import Role
from people.models import User
from tests.people.factories import PASSWORD, UserFactory
from tests.people.second_factor.software_key import browser

pytestmark = pytest.mark.django_db


def fields_of(client: Client, address: str) -> dict[str, str]:
    """The fields of the page's own form, each with what it tells a browser."""
    main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    inputs = [
        dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", main)
    ]
    asked = [each for each in inputs if each.get("type") in {"text", "password", "email", "number"}]
    assert not [each for each in asked if "onpaste" in each]
    return {each["name"]: each.get("autocomplete", "") for each in asked}


def test_signing_in(client, site_home):
    assert fields_of(client, "/accounts/login/") == {
        "login": "username",
        "password": "current-password",
    }
    assert fields_of(client, "/accounts/password/reset/") == {"email": "email"}


def test_changing_the_password(client, site_home):
    client.force_login(UserFactory())
    assert fields_of(client, "/accounts/password/change/") == {
        "oldpassword": "current-password",
        "password1": "new-password",
        "password2": "new-password",
    }


def test_a_code_may_come_from_wherever_the_browser_knows_it(site_home, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    editor: User = UserFactory(role=Role.EDITOR)
    client = browser()
    client.post("/accounts/login/", {"login": editor.staff_number, "password": PASSWORD})
    assert fields_of(client, "/accounts/two-factor/activate/") == {"code": "one-time-code"}
