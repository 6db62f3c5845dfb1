"""No page makes the browser report a breach of the policy: each kind, opened in a Chromium.

All other journeys here watch the console too (``open_window``); this one makes sure that every
kind of page is opened at least once.
"""

import re

import pytest
from playwright.sync_api import Error, Page

from people.roles import Role
from tests.browser.conftest import DESK
from tests.people.factories import UserFactory
from tests.world import World

NOTE = """document.addEventListener("securitypolicyviolation", (event) =>
  console.warn(`breach ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))"""
MINE = [
    "/my/",
    "/my/submissions/",
    "/my/submissions/new/story/",
    "/my/submissions/new/book-list/",
    "/my/submissions/new/reading-log/",
    "/my/notifications/",
    "/my/consents/",
    "/my/data/",
    "/accounts/two-factor/",
    "/accounts/two-factor/activate/",
    "/my/reading/",
    "/my/reading/programme/",
    "/my/reading/together/",
    "/my/reading/days/",
    "/my/events/",
    "/my/hours/",
    "/my/certificates/",
    "/my/contests/",
    "/my/workshops/",
]
ADMIN = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/users/",
    "/admin/reports/site-history/",
]


def _documents(world: World) -> list[str]:
    """Pages of ours: XML and JSON are shown by a viewer of the browser, with styles of its own."""
    data = re.compile(r"\.xml$|\.json$|^/api/")
    return [*(each for each in world.addresses() if not data.search(each)), "/no-such-page/"]


def breaches(window: Page, addresses: list[str]) -> list[str]:
    """Open each address; return what the browser refused, with the address."""
    found: list[str] = []
    here = [""]
    window.on("console", lambda m: m.text.startswith("breach") and found.append(here[0] + m.text))
    window.add_init_script(NOTE)
    for address in addresses:
        here[0] = address + ": "
        try:
            answer = window.goto(address, wait_until="load")
        except Error as error:
            if "ERR_ABORTED" not in str(error) and "Download is starting" not in str(error):
                raise
            continue
        assert answer is not None
        assert answer.status in {200, 404}, f"{answer.status} {address}"
    window.wait_for_timeout(200)
    return found


def test_the_watch_sees_a_breach(live_home, live_server, chromium):
    window = chromium.new_page(base_url=live_server.url)
    window.goto("/")
    window.evaluate(NOTE)
    with window.expect_console_message(lambda m: m.text.startswith("breach style-src")):
        window.evaluate("document.body.setAttribute('style', 'color:red')")
    window.close()


@pytest.mark.parametrize("place", ["public", "desk", "admin"])
def test_no_page_breaks_the_policy(live_home, open_window, place):
    world = World()
    world.grow_to(1)
    if place == "public":
        window, addresses = open_window(size=DESK), _documents(world)
    elif place == "desk":
        window, addresses = open_window(world.author, size=DESK), MINE
    else:
        window = open_window(UserFactory(role=Role.SITE_ADMIN), size=DESK)
        addresses = [*ADMIN, f"/admin/pages/{world.story.pk}/edit/"]
    assert breaches(window, addresses) == []
