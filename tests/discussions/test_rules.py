"""The rules of discussions, by table and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussions import rules
from discussions.enums import Approval, Readers, State
from discussions.rules import Said, Trust

NEW, KNOWN, DOUBTED = Trust(0, False), Trust(5, False), Trust(5, True)


@pytest.mark.parametrize(
    ("readers", "approval", "after", "stands"),
    [
        (Readers.SIGNED_IN, Approval.BEFORE, None, True),
        (Readers.SIGNED_IN, Approval.BEFORE, 3, True),
        (Readers.SIGNED_IN, Approval.AFTER, None, True),
        (Readers.EVERYBODY, Approval.BEFORE, None, True),
        (Readers.EVERYBODY, Approval.BEFORE, 3, False),
        (Readers.EVERYBODY, Approval.AFTER, None, False),
    ],
)
def test_which_rules_stand(readers, approval, after, stands):
    answer = rules.may_be_rule(readers=readers, approval=approval, trusted_after=after)
    assert bool(answer) is stands
    assert bool(answer.reason) is not stands


@pytest.mark.parametrize(
    ("approval", "after", "trust", "warnings", "state", "at_once"),
    [
        (Approval.BEFORE, None, KNOWN, False, State.WAITING, False),
        (Approval.BEFORE, 3, NEW, False, State.WAITING, False),
        (Approval.BEFORE, 5, KNOWN, False, State.DIRECT, True),
        (Approval.BEFORE, 6, KNOWN, False, State.WAITING, False),
        (Approval.BEFORE, 3, DOUBTED, False, State.WAITING, False),
        (Approval.BEFORE, 3, KNOWN, True, State.WAITING, False),
        (Approval.AFTER, None, NEW, False, State.WAITING, True),
        (Approval.AFTER, None, DOUBTED, False, State.WAITING, False),
        (Approval.AFTER, None, NEW, True, State.WAITING, False),
        (Approval.AFTER, 3, KNOWN, False, State.DIRECT, True),
    ],
)
def test_what_is_read_first(approval, after, trust, warnings, state, at_once):
    facts = {"readers": Readers.SIGNED_IN, "approval": approval, "trust": trust}
    found = rules.state_of_new(trusted_after=after, has_warnings=warnings, **facts)
    assert found == state
    assert rules.shows_at_once(state=found, has_warnings=warnings, **facts) is at_once


@given(
    approval=st.sampled_from(Approval),
    after=st.none() | st.integers(1, 9),
    approved=st.integers(0, 20),
    in_doubt=st.booleans(),
    warnings=st.booleans(),
    readers=st.sampled_from(Readers),
)
def test_visitors_never_get_what_nobody_read(
    approval, after, approved, in_doubt, warnings, readers
):
    trust = Trust(approved, in_doubt)
    facts = {"readers": readers, "approval": approval, "trust": trust, "has_warnings": warnings}
    state = rules.state_of_new(trusted_after=after, **facts)
    at_once = rules.shows_at_once(state=state, **facts)
    if readers == Readers.EVERYBODY or in_doubt or warnings:
        assert (state, at_once) == (State.WAITING, False)
    shown = Said(state if at_once else "", False, False, is_for_everybody=True)
    assert rules.standing(shown)[1] is False  # not without an approval


@given(
    state=st.sampled_from(["", *State]),
    is_hidden=st.booleans(),
    is_withdrawn=st.booleans(),
    is_for_everybody=st.booleans(),
)
def test_the_public_sees_less_than_readers(state, is_hidden, is_withdrawn, is_for_everybody):
    visible, public = rules.standing(Said(state, is_hidden, is_withdrawn, is_for_everybody))
    assert visible == (bool(state) and not is_hidden and not is_withdrawn)
    assert not public or (visible and state == State.APPROVED and is_for_everybody)


@pytest.mark.parametrize(
    ("is_editor", "is_author", "allowed"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_nobody_decides_about_own_words(is_editor, is_author, allowed):
    assert bool(rules.may_decide(is_editor=is_editor, is_author=is_author)) is allowed


@pytest.mark.parametrize(
    ("last_hour", "last_day", "allowed"),
    [(0, 0, True), (19, 99, True), (20, 20, False), (0, 100, False)],
)
def test_measure(last_hour, last_day, allowed):
    answer = rules.may_post_now(last_hour=last_hour, last_day=last_day, an_hour=20, a_day=100)
    assert bool(answer) is allowed
