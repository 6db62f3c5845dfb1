"""Every page says in its title what it is, then whose it is (WCAG 2.4.2), and in what language."""

import re
from collections import Counter

import pytest

from tests.people.factories import TeacherFactory
from tests.world import World

pytestmark = pytest.mark.django_db

MINE = (
    "/my/", "/my/submissions/", "/my/submissions/new/story/", "/my/submissions/new/book-list/",
    "/my/submissions/new/reading-log/", "/my/submissions/new/forum-event/",
    "/my/submissions/new/workshop-showcase/", "/my/notifications/", "/my/consents/", "/my/data/",
    "/my/reading/", "/my/reading/programme/", "/my/reading/together/", "/my/reading/days/",
    "/my/events/", "/my/hours/", "/my/certificates/", "/my/contests/", "/my/workshops/",
    "/accounts/two-factor/", "/accounts/password/change/",
)  # fmt: skip


def titles(client, addresses) -> dict[str, str]:
    found = {}
    for address in addresses:
        page = client.get(address, follow=True).content.decode()
        if "<html" in page:
            assert re.search(r'<html lang="zh-Hans"', page), address
            found[address] = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1].strip()
    return found


def check(found: dict[str, str]) -> None:
    nameless = [
        address for address, title in found.items() if not re.fullmatch(r"\S.* · .*\S", title)
    ]
    assert nameless == []
    # Pages of one list share its title.
    plain = {address: title for address, title in found.items() if "?" not in address}
    twice = [title for title, count in Counter(plain.values()).items() if count > 1]
    assert {address: title for address, title in plain.items() if title in twice} == {}


def test_public_pages(client, site_home):
    world = World()
    world.grow_to(2)
    addresses = [each for each in world.addresses() if not each.startswith("/api")]
    found = titles(client, [*addresses, "/accounts/login/", "/feedback/", "/no-such-page/"])
    assert len(found) > 20
    check(found)


def test_the_desk(client, site_home):
    client.force_login(TeacherFactory())
    found = titles(client, MINE)
    assert len(found) == len(MINE)
    check(found)
