"""Seats are counted and passed on: by examples, and by whatever hypothesis thinks of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.registration.seats import Quota, Seat, Seats, Waiting, pass_on

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
LATER, BEFORE = NOW + timedelta(days=1), NOW - timedelta(days=1)
TOWN, SCHOOL, OTHER = "00010001", "000100010001", "00010002"


def seats(capacity=10, quotas=(), taken=None):
    return Seats(capacity, NOW, tuple(quotas), taken or {})


@pytest.mark.parametrize(
    ("quotas", "taken", "path", "expected"),
    [
        ([], {}, "", Seat()),
        ([], {None: 10}, "", None),
        ([Quota(1, TOWN, 4, LATER)], {None: 6}, OTHER, None),
        ([Quota(1, TOWN, 4, LATER)], {None: 6}, SCHOOL, Seat(1)),
        ([Quota(1, TOWN, 4, LATER)], {None: 6, 1: 4}, SCHOOL, None),
        ([Quota(1, TOWN, 4, LATER)], {1: 4}, SCHOOL, Seat()),
        ([Quota(1, TOWN, 4, BEFORE)], {None: 6}, OTHER, Seat()),
        ([Quota(1, TOWN, 4, BEFORE)], {None: 6}, SCHOOL, Seat()),
        ([Quota(1, TOWN, 4, LATER), Quota(2, SCHOOL, 2, LATER)], {}, SCHOOL, Seat(2)),
        ([Quota(1, TOWN, 4, LATER), Quota(2, SCHOOL, 2, LATER)], {2: 2}, SCHOOL, Seat(1)),
        ([Quota(1, TOWN, 4, LATER)], {}, "", Seat()),
        # Kept after the seats were given to others: no more than there are.
        ([Quota(1, TOWN, 4, LATER)], {None: 9}, SCHOOL, Seat(1)),
        ([Quota(1, TOWN, 4, LATER)], {None: 9}, OTHER, None),
        ([Quota(1, TOWN, 4, LATER)], {None: 10}, SCHOOL, None),
    ],
)
def test_which_seat_somebody_gets(quotas, taken, path, expected):
    assert seats(quotas=quotas, taken=taken).seat_for(path) == expected


def test_without_a_capacity_everybody_has_a_seat():
    assert seats(None, taken={None: 5000}).seat_for(OTHER) == Seat()
    assert seats(None).common is None
    assert seats(None).left_for(SCHOOL) is None


def test_what_is_left_is_said_for_everybody_and_for_the_own_unit():
    found = seats(quotas=[Quota(1, TOWN, 4, LATER)], taken={None: 3, 1: 1})
    assert (found.held, found.reserved, found.common) == (4, 3, 3)
    assert (found.left_for(OTHER), found.left_for(SCHOOL)) == (3, 6)


def test_the_queue_keeps_its_order_and_a_kept_seat_goes_past_those_who_may_not_have_it():
    found = seats(3, [Quota(1, TOWN, 1, LATER)], {None: 1})
    queue = [Waiting(1, OTHER), Waiting(2, OTHER), Waiting(3, SCHOOL)]
    assert pass_on(found, queue) == [(1, Seat()), (3, Seat(1))]


paths = st.sampled_from(["", TOWN, SCHOOL, OTHER, "000100010002"])
quota_lists = st.lists(
    st.tuples(paths, st.integers(1, 6), st.sampled_from([BEFORE, LATER])), max_size=3
).map(lambda rows: tuple(Quota(n, *row) for n, row in enumerate(rows, start=1)))


@given(
    capacity=st.one_of(st.none(), st.integers(1, 12)),
    quotas=quota_lists,
    queue=st.lists(paths, max_size=20),
)
def test_passing_on_never_exceeds_the_seats_and_leaves_none_to_somebody_who_waits(
    capacity, quotas, queue
):
    before = Seats(capacity, NOW, quotas)
    people = [Waiting(n, path) for n, path in enumerate(queue)]
    offers = pass_on(before, people)
    after = before
    for _, seat in offers:
        after = after.with_taken(seat)
    if capacity is not None:
        assert after.held <= capacity
    for quota in quotas:
        assert after.taken.get(quota.pk, 0) <= quota.seats
    offered = [pk for pk, _ in offers]
    assert offered == sorted(offered)
    for person in people:
        if person.pk not in offered:
            assert after.seat_for(person.unit_path) is None


@given(
    capacity=st.integers(1, 10),
    quotas=quota_lists,
    first=st.lists(paths, max_size=12),
    second=st.lists(paths, max_size=12),
)
def test_who_stands_further_back_takes_nothing_from_those_before(capacity, quotas, first, second):
    people = [Waiting(n, path) for n, path in enumerate([*first, *second])]
    alone = pass_on(Seats(capacity, NOW, quotas), people[: len(first)])
    together = pass_on(Seats(capacity, NOW, quotas), people)
    assert together[: len(alone)] == alone
