"""When sessions end."""

import re
import time

import pytest
from django.test import Client

from people import actions
from people.choices import Role
from people.models import User
from people.session_limits import GRAIN, SEEN
from tests.people.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/two-factor/").status_code == 200


CHANGES = {
    "a role is given": lambda user: actions.grant_role(user=user, role=Role.EDITOR),
    "a role is taken": lambda user: actions.revoke_role(user=user, role=Role.WORKSHOP_HOST),
    "another scope": lambda user: actions.grant_role(
        user=user, role=Role.SCHOOL_ADMIN, unit=UnitFactory()
    ),
    "a new password": lambda user: actions.change_password(user=user, password="chun-feng-26"),
    "an initial password": lambda user: actions.set_initial_password(user=user),
    "switched off": lambda user: actions.update_account(
        user=user, staff_number=user.staff_number, name="虚构", phone="", email="", is_active=False
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_sessions_end_everywhere(site_home, change):
    user, other = UserFactory(role=Role.WORKSHOP_HOST), UserFactory()
    here, there, others = client_of(user), client_of(user), client_of(other)
    assert is_in(here)
    assert is_in(there)
    CHANGES[change](User.objects.get(pk=user.pk))
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(others)


def test_a_role_given_twice_ends_nothing(site_home):
    user = UserFactory(role=Role.EDITOR)
    client = client_of(user)
    actions.grant_role(user=user, role=Role.EDITOR)
    assert is_in(client)


def test_the_own_change_of_password_keeps_the_session_that_made_it(site_home):
    user = UserFactory()
    client, other = client_of(user), client_of(user)
    sent = {
        "oldpassword": "demo-portal-2026",
        "password1": "chun-feng-hua-yu-26",
        "password2": "chun-feng-hua-yu-26",
    }
    assert client.post("/accounts/password/change/", sent).status_code == 302
    assert is_in(client)
    assert not is_in(other)


def rest(client: Client, seconds: int) -> None:
    """Let the session lie."""
    session = client.session
    session[SEEN] = int(time.time()) - seconds
    session.save()


@pytest.mark.parametrize(
    ("role", "seconds", "stays"),
    [
        (Role.TEACHER, 3599, True),
        (Role.TEACHER, 3700, True),
        (Role.TEACHER, 90_000, False),
        (Role.EDITOR, 3500, True),
        (Role.EDITOR, 3700, False),
        (Role.AUDITOR, 3700, False),
    ],
)
def test_idle_sessions_end_sooner_for_those_who_could_do_harm(
    site_home, settings, role, seconds, stays
):
    settings.SESSION_IDLE_SECONDS = 86_400
    client = client_of(UserFactory(role=role))
    assert is_in(client)
    rest(client, seconds)
    answer = client.get("/accounts/two-factor/?x=1")
    if stays:
        assert answer.status_code == 200
        return
    assert answer.url == "/accounts/login/?next=/accounts/two-factor/%3Fx%3D1"
    assert "已经退出" in client.get(answer.url).content.decode()
    assert not is_in(client)


def test_nought_means_never(site_home, settings):
    settings.SESSION_IDLE_PRIVILEGED_SECONDS = 0
    client = client_of(UserFactory(role=Role.EDITOR))
    assert is_in(client)
    rest(client, 10**7)
    assert is_in(client)


def test_a_session_is_written_once_a_minute_and_asked_for_nothing(
    site_home, django_assert_num_queries
):
    client = client_of(UserFactory(role=Role.EDITOR))
    client.get("/robots.txt")
    rest(client, GRAIN - 5)
    with django_assert_num_queries(2):  # the session and its person
        client.get("/healthz")
    rest(client, GRAIN + 5)
    client.get("/healthz")
    assert time.time() - client.session[SEEN] < GRAIN


def test_visitors_have_no_session(site_home, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert not answer.cookies


@pytest.mark.parametrize(
    ("role", "limit", "told"),
    [(Role.EDITOR, 3600, 3600 - GRAIN), (Role.EDITOR, 0, None), (Role.TEACHER, 3600, None)],
)
def test_the_desk_tells_of_an_end_that_is_near(site_home, settings, role, limit, told):
    settings.SESSION_IDLE_PRIVILEGED_SECONDS = limit
    page = client_of(UserFactory(role=role)).get("/my/").content.decode()
    found = re.search(r'data-idle="(\d+)"', page)
    assert (int(found[1]) if found else None) == told
    assert ("js/idle.js" in page) == (told is not None)


def test_a_sign_of_life_keeps_the_session(site_home):
    client = client_of(UserFactory(role=Role.EDITOR))
    assert is_in(client)
    rest(client, 3500)
    client.head("/my/")
    rest(client, 3500)
    assert is_in(client)
