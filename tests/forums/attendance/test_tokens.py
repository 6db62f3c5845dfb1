"""Codes that only this portal can make."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.attendance import tokens

MOMENT = datetime(2026, 3, 5, 6, 30, tzinfo=UTC)
NUMBERS = st.integers(min_value=1, max_value=10**12)


@given(session=NUMBERS, seconds=st.integers(min_value=0, max_value=4 * 10**9))
def test_a_screen_token_says_what_was_put_in(session, seconds):
    moment = datetime.fromtimestamp(seconds, UTC)
    token = tokens.screen_token(session, moment)
    assert tokens.read_screen_token(token) == tokens.ScreenToken(session, moment)


@pytest.mark.parametrize(
    "around",
    ["{}", " {} ", "https://portal.example/my/checkin/s/{}/", "HTTPS://X/{}?from=wechat"],
)
def test_a_scanner_may_hand_over_the_whole_address(around):
    token = tokens.screen_token(7, MOMENT)
    assert tokens.read_screen_token(around.format(token)).session_id == 7


@given(text=st.text(max_size=60))
def test_no_other_text_is_a_token(text):
    assert tokens.read_screen_token(text) is None
    assert tokens.read_ticket(text, 1) is None


@given(place=st.integers(min_value=0, max_value=200), letter=st.sampled_from("0123456789abcdef-z"))
def test_a_changed_token_is_none(place, letter):
    token = tokens.screen_token(7, MOMENT)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        assert tokens.read_screen_token(changed) is None


def test_steps_begin_where_the_clock_says():
    assert tokens.step_start(MOMENT + timedelta(seconds=29), 30) == MOMENT
    assert tokens.step_start(MOMENT + timedelta(seconds=30), 30) == MOMENT + timedelta(seconds=30)


def test_digits_change_with_step_and_session():
    codes = {
        tokens.typed_code(session, MOMENT + timedelta(seconds=30 * step))
        for session in range(1, 11)
        for step in range(10)
    }
    assert len(codes) >= 99  # two of a hundred agree once in two hundred times
    assert all(len(code) == 6 and code.isdecimal() for code in codes)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("123456", "123456"), (" 123 456 ", "123456"), ("１２３４５６", "123456"),
     ("123-456", "123456"), ("12345", ""), ("1234567", ""), ("abcdef", ""), ("", "")],
)  # fmt: skip
def test_digits_are_read_as_people_type_them(typed, read):
    assert tokens.clean_digits(typed) == read


@given(event=NUMBERS, user=NUMBERS)
def test_a_ticket_says_whose_it_is(event, user):
    code = tokens.ticket_code(event, user)
    assert tokens.read_ticket(code, event) == tokens.Ticket(event, user)
    assert tokens.read_ticket(tokens.grouped(code).lower(), event) == tokens.Ticket(event, user)
    address = f"https://portal.example/my/attendance/t/{event}-{code}/"
    assert tokens.read_ticket(address, event + 1) == tokens.Ticket(event, user)


@given(event=NUMBERS, user=NUMBERS)
def test_a_typed_ticket_of_another_event_is_none(event, user):
    assert tokens.read_ticket(tokens.ticket_code(event, user), event + 1) is None


@given(session=NUMBERS, number=st.integers(min_value=1, max_value=99_999))
def test_a_row_says_its_number(session, number):
    code = tokens.row_code(session, number)
    assert tokens.read_row_code(f" {code.lower()} ", session) == number
    assert tokens.read_row_code(f"0{code}" if number < 10_000 else code, session) == number


def test_slips_of_the_pen_are_caught():
    """Another row's letters, or another session's sheet, pass once in some 500 times."""
    codes = [tokens.row_code(1, number) for number in range(1, 501)]
    slips = [f"{number + 1}{code[-2:]}" for number, code in enumerate(codes, start=1)]
    assert sum(tokens.read_row_code(slip, 1) is not None for slip in slips) < 10
    assert sum(tokens.read_row_code(code, 2) is not None for code in codes) < 10


def test_one_kind_of_code_is_no_other():
    assert tokens.read_screen_token(tokens.ticket_code(1, 1)) is None
    assert tokens.read_ticket(tokens.screen_token(1, MOMENT), 1) is None
    assert tokens.read_row_code(tokens.ticket_code(1, 1), 1) is None
