"""What is kept of an address, how a contact is masked, who may do what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.enums import State
from feedback.letters import rules
from feedback.models import LONGEST_PATH


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/stories/one/", "/stories/one/"),
        ("/search/?q=某位老师的电话", "/search/"),
        ("/stories/one/#top", "/stories/one/"),
        ("/accounts/password/reset/key/abc-secret/", "/accounts/"),
        ("/feedback/receipt/secret/", "/feedback/"),
        ("/certificates/secret/", "/certificates/"),
        ("/my/submissions/12/", "/my/"),
        ("/my/", "/my/"),
        ("", ""),
        ("//elsewhere.example/", "/"),
        ("////elsewhere.example/", ""),
        ("https://elsewhere.example/x/", "/x/"),
        ("javascript:alert(1)", ""),
        ("http://[broken", ""),
        ("/a\x00b\n/", "/ab/"),
        ("/" + "长" * 400, "/" + "长" * 299),
    ],
)
def test_what_is_kept_of_an_address(address, kept):
    assert rules.kept_path(address) == kept


@given(st.text(max_size=400))
def test_any_address_is_a_path_of_ours_or_nothing(address):
    kept = rules.kept_path(address)
    assert len(kept) <= LONGEST_PATH
    assert kept == "" or (kept.startswith("/") and not kept.startswith("//"))
    assert rules.kept_path(kept) == kept


@given(st.text(min_size=1, max_size=100))
def test_a_masked_contact_shows_four_characters_at_most(contact):
    masked = rules.mask_contact(contact)
    shown = masked.replace("*", "")
    assert len(shown) <= 4
    assert len(contact) < 5 or "*****" in masked


def test_masks():
    assert rules.mask_contact("13812345678") == "13*****78"
    assert rules.mask_contact("微信") == "**"


@pytest.mark.parametrize(
    ("state", "takes", "settles", "settles_of_other", "reopens"),
    [
        (State.HELD, True, True, True, False),
        (State.NEW, True, True, True, False),
        (State.TAKEN, False, True, False, False),
        (State.ANSWERED, False, False, False, True),
        (State.CLOSED, False, False, False, True),
    ],
)
def test_what_can_be_done_in_which_state(state, takes, settles, settles_of_other, reopens):
    assert bool(rules.may_take(state)) is takes
    assert bool(rules.may_settle(state=state, is_own=True)) is settles
    assert bool(rules.may_settle(state=state, is_own=False)) is settles_of_other
    assert bool(rules.may_reopen(state)) is reopens


def test_nobody_handles_an_own_letter():
    assert rules.may_handle(is_editor=True, is_author=False)
    assert not rules.may_handle(is_editor=True, is_author=True)
    assert not rules.may_handle(is_editor=False, is_author=False)
