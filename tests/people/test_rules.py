import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import passwords, rules
from people.choices import UnitKind


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800001234", "13800001234"),
        (" 138 0000 1234 ", "13800001234"),
        ("138-0000-1234", "13800001234"),
        ("+86 138 0000 1234", "13800001234"),
        ("0086-13800001234", "13800001234"),
        ("\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff11\uff12\uff13\uff14", "13800001234"),
        ("\u200b138\u00a00000\u202c1234", "13800001234"),
        (13800001234, "13800001234"),
        (None, ""),
        ("8612345", "8612345"),
    ],
)
def test_phone_is_normalised(typed: object, stored: str) -> None:
    assert rules.normalise_phone(typed) == stored


@pytest.mark.parametrize("value", ["12800001234", "1380000123", "138000012345", "١٣٨٠٠٠٠١٢٣٤", ""])
def test_wrong_phones_are_named(value: str) -> None:
    assert rules.phone_problem(value) == rules.PHONE_PROBLEM


@pytest.mark.parametrize("value", ["teacher1", "JY-2024_001", "0012"])
def test_good_staff_numbers(value: str) -> None:
    assert rules.staff_number_problem(value) is None


@pytest.mark.parametrize("value", ["", "-1", "a b", "工号1", "a" * 33, "a\x00b", "../x"])
def test_wrong_staff_numbers(value: str) -> None:
    assert rules.staff_number_problem(value) == rules.STAFF_NUMBER_PROBLEM


def test_a_phone_number_is_no_staff_number() -> None:
    assert rules.staff_number_problem("13800001234") == rules.STAFF_NUMBER_IS_PHONE_PROBLEM


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13800001234", "138****1234"), ("", ""), (None, ""), ("12345", "********")],
)
def test_masking(phone: str | None, masked: str) -> None:
    assert rules.mask_phone(phone) == masked


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    for normalise in (rules.normalise_phone, rules.normalise_staff_number, rules.normalise_email):
        once = normalise(text)
        assert normalise(once) == once


@pytest.mark.parametrize(
    ("kind", "parent", "allowed"),
    [
        (UnitKind.BUREAU, None, True),
        (UnitKind.BUREAU, UnitKind.BUREAU, False),
        (UnitKind.CENTRAL_SCHOOL, UnitKind.BUREAU, True),
        (UnitKind.CENTRAL_SCHOOL, None, False),
        (UnitKind.DIRECT_SCHOOL, UnitKind.BUREAU, True),
        (UnitKind.DIRECT_SCHOOL, UnitKind.CENTRAL_SCHOOL, False),
        (UnitKind.SCHOOL, UnitKind.CENTRAL_SCHOOL, True),
        (UnitKind.SCHOOL, UnitKind.DIRECT_SCHOOL, True),
        (UnitKind.SCHOOL, UnitKind.BUREAU, False),
        (UnitKind.SCHOOL, UnitKind.SCHOOL, False),
    ],
)
def test_what_may_stand_where(kind: str, parent: str | None, allowed: bool) -> None:
    assert (rules.unit_parent_problem(kind, parent) is None) == allowed


def test_random_passwords_are_readable_and_differ() -> None:
    drawn = {passwords.random_password() for _ in range(200)}
    assert len(drawn) == 200
    assert all(len(password) == 14 for password in drawn)
    assert not set("".join(drawn)) & set("ilo01")
