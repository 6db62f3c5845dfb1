"""axe finds nothing, and nothing is wider than the window: each page type, phone and desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from people.roles import Role
from tests.browser.conftest import DESK, PHONE
from tests.people.factories import TeacherFactory, UserFactory
from tests.world import World

KINDS = ("story", "book-list", "reading-log", "forum-event", "workshop-showcase")


def faults(page, address):
    """What axe finds at an address, and whether it scrolls sideways."""
    page.goto(address)
    return faults_here(page)


def faults_here(page):
    """The same for what the window shows now."""
    found = [
        f"{violation['id']}: {node['target']}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return found + (["scrolls sideways"] if wide else [])


@pytest.mark.parametrize(
    ("size", "dark", "large"),
    [(PHONE, False, False), (DESK, True, False), (PHONE, False, True), (PHONE, True, True)],
)
def test_public_pages(open_window, live_home, size, dark, large):
    world = World()
    world.grow_to(2)
    window = open_window(size=size, dark=dark)
    if large:
        window.goto("/")
        window.get_by_role("button", name="大字版").click()
        window.get_by_role("button", name="标准版").wait_for()
    pages = [
        a
        for a in world.addresses()
        if not a.startswith(("/api", "/feed")) and not a.endswith(".xml")
    ]
    result = {address: faults(window, address) for address in [*pages, "/accounts/login/", "/x/"]}
    assert {address: found for address, found in result.items() if found} == {}


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_authors_desk(open_window, live_home, size):
    author = TeacherFactory()
    window = open_window(author, size=size)
    others = ("data/", "reading/days/", "reading/import/", "consents/", "logins/", "events/")
    addresses = ["/my/", "/my/submissions/", *(f"/my/{place}" for place in others)]
    addresses += [f"/my/submissions/new/{kind}/" for kind in KINDS]
    result = {address: faults(window, address) for address in addresses}
    assert {address: found for address, found in result.items() if found} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_the_pattern_page(open_window, live_home, dark):
    window = open_window(UserFactory(role=Role.EDITOR), size=DESK, dark=dark)
    assert faults(window, "/admin/patterns/") == []


def test_the_password_page(open_window, live_home):
    window = open_window(UserFactory(role=Role.TEACHER))
    assert faults(window, "/accounts/password/change/") == []
