"""Every link to an account is declared by some room, and reads in order."""

import re

import pytest

from people.personal.holdings import Fate, Holding, holdings, own_holdings, undeclared
from people.personal.holdings import deleted as gone


def test_no_link_to_an_account_is_forgotten():
    assert undeclared(holdings()) == []


def test_the_search_for_forgotten_links_finds_one():
    known = [each for each in holdings() if each.model != "reading.ReadingRecord"]
    assert undeclared(known) == ["reading.ReadingRecord.reader"]


def test_what_is_kept_says_why_and_nothing_else_does():
    for fate, why in ((Fate.KEPT, ""), (Fate.DELETED, "因为")):
        with pytest.raises(ValueError, match="reason"):
            Holding("people.RoleScope", "user", fate, why=why)


def test_secrets_are_fields_that_exist():
    for holding in holdings():
        for name in holding.secret:
            assert holding.of._meta.get_field(name)


def test_paths_are_split_at_the_model():
    [holding] = gone("reading.Note.record__reader")
    assert (holding.model, holding.path) == ("reading.Note", "record__reader")


def test_what_is_held_is_called_in_chinese():
    labels = [holding.label for holding in own_holdings()]
    assert [label for label in labels if re.search(r"[a-z]{2}", label)] == []
