"""Every public page asks the database at most 20 times, as often for 100 items as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.roles import Role
from tests.people.factories import UserFactory
from tests.world import World

pytestmark = pytest.mark.django_db

MOST = 20


def queries(client, address: str) -> int:
    client.get(address)  # draws renditions, fills what a process keeps
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200, address
    return len(captured)


def test_query_counts_do_not_grow(client, site_home):
    world = World()
    counts = {}
    for amount in (1, 10, 100):
        world.grow_to(amount)
        kinds = world.addresses()
        counts[amount] = [queries(client, address) for address in kinds]
    table = list(zip(kinds, counts[1], counts[10], counts[100], strict=True))
    assert [row for row in table if max(row[1:]) > MOST] == []
    assert [row for row in table if row[3] > row[2]] == []
    # A list of one may ask less than a list of ten: for nothing related there is nothing to fetch.
    assert [row for row in table if row[2] > row[1] + 2] == []


def test_signed_in_people_pay_a_constant_price(client, site_home):
    world = World()
    world.grow_to(2)
    client.force_login(UserFactory(role=Role.TEACHER))
    assert queries(client, "/") <= MOST + 4
