"""While the portal is read-only no look writes: a database that refuses writes can be behind it."""

import re
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve

from people.choices import Role
from people.session_limits import GRAIN, SEEN
from portal import read_only
from tests.crawl import LINK, NOT_FOLLOWED, OURS
from tests.editorial.factories import log_draft
from tests.people.factories import PASSWORD, TeacherFactory, UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db
WRITE = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE)\b", re.IGNORECASE)
# Wagtail's pages and its own screens come by many addresses; of every other view one is enough.
OF_A_KIND = {"wagtail_serve": 60}


@contextmanager
def written() -> Generator[list[str]]:
    """Note every statement that changes a table."""
    found: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITE.match(sql):
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def kind_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return "nowhere"


def looks(client: Client, start: list[str]) -> dict[str, list[str]]:
    """Ask one address of each kind, from link to link; returns what wrote, by its address."""
    waiting, known, seen = list(start), set(start), Counter()
    wrote: dict[str, list[str]] = {}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if seen[kind] >= OF_A_KIND.get(kind, 1) and path not in start:
            continue
        seen[kind] += 1
        with written() as statements:
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if statements:
            wrote[path] = statements
        links = LINK.findall(body.decode()) if "html" in answer.get("Content-Type", "") else []
        for link in [*links, answer.get("Location", "")]:
            target = OURS.sub("", urljoin(path, unescape(link)))
            if (
                target.startswith("/")
                and not target.startswith(NOT_FOLLOWED)
                and target not in known
            ):
                known.add(target)
                waiting.append(target)
    assert len(seen) > 15, "the crawl must have been somewhere"
    return wrote


@pytest.fixture
def piece(site_home):
    World().grow_to(1)
    author = TeacherFactory()
    page = log_draft(author, "草稿一篇")
    call_command("update_index", verbosity=0)
    return page


def signed_in(user: Any) -> Client:
    """A session with which somebody has worked before, and which would be written again by now."""
    client = Client()
    sent = {"login": user.staff_number, "password": PASSWORD}
    assert client.post("/accounts/login/", sent).status_code == 302
    client.get("/")
    client.get("/admin/")  # Wagtail notes at the first visit how somebody likes the admin
    let_lie(client)
    return client


def let_lie(client: Client) -> None:
    """Let the session be so old that it would be written again."""
    if "_auth_user_id" in (session := client.session):
        session[SEEN] = int(time.time()) - GRAIN - 5
        session.save()


def test_the_wrapper_sees_a_write(site_home):
    with written() as statements:
        TeacherFactory()
    assert any("people_user" in each for each in statements)


def test_a_session_that_changed_its_key_is_followed_later(site_home):
    client = signed_in(TeacherFactory())
    UserSession.objects.all().delete()
    session = client.session
    session["people.listed"] = "another"
    session.save()
    read_only.begin()
    with written() as statements:
        assert client.get("/my/").status_code == 200
    assert statements == []
    read_only.end()
    client.get("/my/")
    assert UserSession.objects.filter(session_key=client.session.session_key).exists()


def test_forms_in_which_nothing_could_be_saved_do_not_open(site_home):
    client = signed_in(UserFactory(role=Role.EDITOR))
    address = f"/admin/pages/{site_home.pk}/edit/"
    read_only.begin()
    with written() as statements:
        answer = client.get(address)
    assert answer.status_code == 503
    assert "暂时只能看" in answer.content.decode()
    assert statements == []


def test_a_session_left_idle_opens_nothing_and_is_ended_later(site_home, settings):
    client = signed_in(TeacherFactory())
    session = client.session
    session[SEEN] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 5
    session.save()
    read_only.begin()
    with written() as statements:
        assert client.get("/my/").url.startswith("/accounts/login/")
    assert statements == []
    read_only.end()
    assert client.get("/my/").url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def assert_looks_write_nothing(client: Client, start: list[str]) -> None:
    """Go everywhere twice: what is made once, at the first look of all, is there by then.

    That is sizes of pictures that nobody asked for before, and rows of settings with defaults.
    """
    looks(client, start)
    let_lie(client)
    read_only.begin()
    assert looks(client, start) == {}


def test_an_export_that_could_not_be_noted_does_not_leave(site_home):
    client = signed_in(TeacherFactory())
    client.get("/my/reading/")
    read_only.begin()
    with written() as statements:
        answer = client.get("/my/reading/export/")
    assert answer.status_code == 503
    assert "attachment" not in answer.get("Content-Disposition", "")
    assert statements == []


PUBLIC = [
    "/", "/search/?q=教育", "/feed/atom.xml", "/sitemap.xml", "/sitemap/", "/api/v2/pages/",
    "/robots.txt", "/healthz", "/accounts/login/", "/feedback/", "/tags/", "/no/such/page/",
]  # fmt: skip


def test_visitors(piece):
    assert_looks_write_nothing(Client(), PUBLIC)


def test_teachers(piece):
    start = ["/", "/my/", "/my/reading/", "/my/data/", "/my/logins/", "/accounts/two-factor/"]
    client = signed_in(piece.owner)
    assert_looks_write_nothing(client, [*start, f"/my/submissions/{piece.pk}/"])


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SITE_ADMIN])
def test_offices(piece, role):
    start = ["/my/reviews/", "/my/", "/admin/", "/admin/pages/", "/admin/images/"]
    assert_looks_write_nothing(signed_in(UserFactory(role=role)), start)
