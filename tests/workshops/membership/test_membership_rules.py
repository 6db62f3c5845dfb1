"""Who may come in, by table, and which days can be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.choices import MemberState
from workshops.membership import rules
from workshops.membership.rules import Standing

TODAY = date(2026, 3, 1)
DAYS = st.dates(date(1980, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("person", "invited", "requests"),
    [
        (Standing(), True, True),
        (Standing(state=MemberState.INVITED), False, False),
        (Standing(state=MemberState.REQUESTED), False, False),
        (Standing(state=MemberState.ACTIVE), False, False),
        (Standing(is_teacher=False), False, False),
        (Standing(is_host=True), False, False),
    ],
)
def test_who_can_be_invited_and_who_can_ask(person, invited, requests):
    assert bool(rules.may_be_invited(person)) == invited
    assert bool(rules.may_request(person, accepts_requests=True)) == requests
    assert not rules.may_request(person, accepts_requests=False)
    for answer in (rules.may_be_invited(person), rules.may_request(person, accepts_requests=False)):
        assert bool(answer) != bool(answer.reason)


@pytest.mark.parametrize("state", MemberState.values)
@pytest.mark.parametrize("waits_as", [MemberState.INVITED, MemberState.REQUESTED])
def test_only_what_waits_is_answered(state, waits_as):
    assert bool(rules.may_answer(state, waits_as=waits_as)) == (state == waits_as)
    assert bool(rules.may_end(state)) == (state == MemberState.ACTIVE)


@given(joined=st.none() | DAYS, left=st.none() | DAYS)
def test_accepted_days_lie_in_order_and_not_ahead(joined, left):
    if rules.dates_problem(joined, left, today=TODAY):
        return
    known = [day for day in (joined, left) if day]
    assert known == sorted(known)
    assert all(day <= TODAY for day in known)


@given(given_on=DAYS, wait=st.integers(0, 400))
def test_a_consent_of_an_earlier_stay_names_nobody(given_on, wait):
    joined = given_on + timedelta(days=wait)
    assert rules.counts_as_consent(given_on, joined) == (wait == 0)
    assert rules.counts_as_consent(given_on, None)
