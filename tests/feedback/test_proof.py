"""Challenges and what is shown for them."""

import hashlib
from dataclasses import replace

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st

from feedback.proof import challenges, rules
from feedback.proof.challenges import Expired, Forged


@given(st.binary(min_size=1, max_size=32))
def test_zero_bits_are_those_before_the_first_one(digest):
    bits = "".join(f"{byte:08b}" for byte in digest)
    assert rules.leading_zero_bits(digest) == len(bits) - len(bits.lstrip("0"))


def test_work_is_judged_by_the_digest_and_by_nothing_else():
    nonce = "ab" * 16
    counter = next(n for n in range(10_000) if rules.has_worked(nonce, str(n), 8))
    assert hashlib.sha256(f"{nonce}:{counter}".encode()).digest()[0] == 0
    assert not rules.has_worked(nonce, str(counter), 64)


@pytest.mark.parametrize("counter", ["", "-1", "1.0", "１", "0x1", "1" * 16, "1\n", "abc", " 1"])
def test_what_is_no_number_is_no_proof(counter):
    assert not rules.has_worked("nonce", counter, 0)


@given(st.integers(0, 99))
def test_numbers_are_understood_as_they_are_said(number):
    assert rules.number_of(rules.in_words(number)) == number
    assert rules.number_of(f" {number}。") == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("12", 12), ("１２", 12), ("十二", 12), ("一二", 12), ("二十", 20), ("十", 10), ("两", 2)],
)
def test_ways_of_writing_a_number(written, number):
    assert rules.number_of(written) == number


@given(st.text(max_size=20))
def test_any_answer_is_a_number_or_none(written):
    number = rules.number_of(written)
    assert number is None or 0 <= number <= 999


@pytest.mark.parametrize("number", [-1, 100])
def test_only_small_numbers_have_words(number):
    with pytest.raises(ValueError, match="99"):
        rules.in_words(number)


def issued(**values):
    return challenges.issue(**{"form": "suggestion:/", "user_id": 0, "bits": 5} | values)


def test_a_challenge_comes_back_as_it_was_issued():
    asked = issued()
    assert challenges.read(asked.signed, form="suggestion:/", user_id=0, hours=1) == asked
    assert asked.question == (
        f"{rules.in_words(asked.first)}加{rules.in_words(asked.second)}等于几"
    )


@pytest.mark.parametrize(
    "values",
    [{"form": "correction:12"}, {"form": "suggestion:/other/"}, {"user_id": 7}],
    ids=["another kind", "another page", "another person"],
)
def test_a_challenge_of_another_form_or_person_is_foreign(values):
    text = issued(**values).signed
    with pytest.raises(Forged):
        challenges.read(text, form="suggestion:/", user_id=0, hours=1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda asked: asked.signed[:-1] + ("A" if asked.signed[-1] != "A" else "B"),
        lambda asked: "",
        lambda asked: "x" * 5000,
        lambda asked: signing.dumps({"form": "suggestion:/"}, salt=challenges.SALT),
        lambda asked: signing.dumps("text", salt=challenges.SALT),
        lambda asked: signing.dumps(vars(asked), salt="another"),
    ],
)
def test_what_we_did_not_issue_is_forged(spoil):
    with pytest.raises(Forged):
        challenges.read(spoil(issued()), form="suggestion:/", user_id=0, hours=1)


def test_easier_work_cannot_be_claimed():
    """The difficulty is part of what is signed."""
    asked = issued(bits=20)
    easier = replace(asked, bits=0)
    assert asked.signed != easier.signed
    with pytest.raises(Forged):
        challenges.read(
            easier.signed.rsplit(":", 1)[0] + ":" + asked.signed.rsplit(":", 1)[1],
            form="suggestion:/",
            user_id=0,
            hours=1,
        )


def test_an_old_challenge_has_expired(monkeypatch):
    asked = issued().signed
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 3601)
    with pytest.raises(Expired):
        challenges.read(asked, form="suggestion:/", user_id=0, hours=1)
