"""Personal data in words: found where it is, and only there; masked wherever it is shown."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from editorial.checks.personal import redact, sightings_in
from editorial.checks.personal.bank_cards import is_bank_card
from editorial.checks.personal.digits import half_width

# All numbers are invented; the identity numbers name a county that does not exist.
IDENTITY = "999999199003074515"
WITH_X = "99999919491231005X"
CARD = "6222021234567890128"


def kinds(text: str) -> list[tuple[str, str]]:
    """Return what is found, with the words it stands on."""
    return [(seen.kind, text[seen.start : seen.end]) for seen in sightings_in(text)]


def identity_number(day: date, region: int, order: int) -> str:
    """Return a well-formed number."""
    stem = f"{region:06}{day:%Y%m%d}{order:03}"
    return stem + ric.calc_check_digit(f"{stem}0")


def test_the_numbers_used_here_are_well_formed():
    assert ric.calc_check_digit(IDENTITY) == IDENTITY[-1]
    assert ric.calc_check_digit(WITH_X) == WITH_X[-1]
    assert luhn.is_valid(CARD)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"身份证{IDENTITY}。", IDENTITY),
        (f"（{WITH_X}）", WITH_X),
        (f"身份证号：{WITH_X.lower()}，", WITH_X.lower()),
        ("号码999999 19900307 4515", "999999 19900307 4515"),
        ("号码999999-19900307-4515", "999999-19900307-4515"),
        ("号码999999-19491231-005X", "999999-19491231-005X"),
        (f"{WITH_X[:-1]} X 号", f"{WITH_X[:-1]} X"),
        (
            "９９９９９９１９９００３０７４５１５",
            "９９９９９９１９９００３０７４５１５",
        ),
        (" ".join(IDENTITY), " ".join(IDENTITY)),
        ("\u200b".join(IDENTITY), "\u200b".join(IDENTITY)),
        (f"ID{IDENTITY}", IDENTITY),
    ],
)
def test_identity_numbers_are_found(text, found):
    assert kinds(text) == [("identity_number", found)]


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY[:-1] + "6",  # wrong check digit
        "999999199013074514",  # no thirteenth month
        f"1{IDENTITY}",  # within longer digits
        f"{IDENTITY}1",
        f"0.{IDENTITY}",
        "1" * 18,
        "",
    ],
)
def test_what_is_no_identity_number(text):
    assert "identity_number" not in dict(kinds(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话13800138000。", "13800138000"),
        ("电话138 0013 8000", "138 0013 8000"),
        ("138-0013-8000", "138-0013-8000"),
        ("+86 138 0013 8000", "86 138 0013 8000"),
        ("＋８６１３８００１３８０００", "８６１３８００１３８０００"),
        ("008613800138000", "008613800138000"),
        ("1 3 8 0 0 1 3 8 0 0 0", "1 3 8 0 0 1 3 8 0 0 0"),
        ("电话 13800138000 X 老师", "13800138000"),
        ("tel13800138000", "13800138000"),
        ("微信v13800138000（同号）", "13800138000"),
    ],
)
def test_mobile_numbers_are_found(text, found):
    assert kinds(text) == [("mobile_number", found)]


def test_neighbouring_numbers_are_told_apart():
    assert kinds(f"13800138000 13900139000 {IDENTITY}") == [
        ("mobile_number", "13800138000"),
        ("mobile_number", "13900139000"),
        ("identity_number", IDENTITY),
    ]
    assert kinds("13800138000\t13900139000\n13700137000") == [
        ("mobile_number", "13800138000"),
        ("mobile_number", "13900139000"),
        ("mobile_number", "13700137000"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12345678901",  # no such prefix
        "1380013800",
        "138001380001",
        "3.13800138000",
        "13800138000.5",
        "a13800138000b",  # within a code
        "1949-1976 100",  # two years and a count
        "0391-6633123",  # a landline
        "2021-09-10 13:45",
        "第13卷第8期，2001年",
    ],
)
def test_what_is_no_mobile_number(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"卡号{CARD}。", CARD),
        ("6222 0212 3456 7890 128", "6222 0212 3456 7890 128"),
        ("4111-1111-1111-1111", "4111-1111-1111-1111"),
        ("５５５５５５５５５５５５４４４４", "５５５５５５５５５５５５４４４４"),
        ("3782 822463 10005", "3782 822463 10005"),
    ],
)
def test_bank_cards_are_found(text, found):
    assert kinds(text) == [("bank_card", found)]


@pytest.mark.parametrize(
    "text",
    [
        "ISBN 9787107123450",
        "978-7-107-12345-0",
        "9787020002207",  # a book's number whose digits pass Luhn or not: no issuer has 978
        "6222021234567890127",  # wrong check digit
        "7222021234567890128",
        f"{CARD}1",
        "2021 0910 1345 0000",
    ],
)
def test_what_is_no_bank_card(text):
    assert kinds(text) == []


def test_no_book_number_is_a_card():
    for number in range(9_780_000_000_000, 9_799_999_999_999, 9_999_991):
        assert not is_bank_card(str(number))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("车牌豫U12345停在门口", "豫U12345"),
        ("豫U·A1234", "豫U·A1234"),
        ("豫u 1a234", "豫u 1a234"),
        ("豫UD12345", "豫UD12345"),
        ("豫U12345F", "豫U12345F"),
        ("豫U1234警", "豫U1234警"),
        ("豫U1234学", "豫U1234学"),
        ("豫Ｕ１２３４５", "豫Ｕ１２３４５"),
    ],
)
def test_licence_plates_are_found(text, found):
    assert kinds(text) == [("licence_plate", found)]


@pytest.mark.parametrize(
    "text", ["豫U123456789", "新ABCDEF", "川English", "豫I12345", "京剧12345", "云A1", "浙A1234bcd"]
)
def test_what_is_no_licence_plate(text):
    assert kinds(text) == []


def test_mail_addresses_are_found():
    assert kinds("写信到 zhang.san@example.cn。") == [("mail_address", "zhang.san@example.cn")]
    assert kinds("@张老师 a@b") == []


def test_what_is_shown_is_masked():
    text = f"身份证{IDENTITY}，卡{CARD}，电话+86 138-0013-8000，车豫U12345，信abc@example.cn。"
    assert redact(text) == (
        "身份证9999************15，卡**** 0128，电话+138****8000，车豫U***45，信a***@example.cn。"
    )


@given(
    st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    st.integers(110000, 829999),
    st.integers(0, 999),
    st.sampled_from(["", " ", "：", "证号", "\n"]),
)
def test_every_well_formed_identity_number_is_found(day, region, order, before):
    number = identity_number(day, region, order)
    assert kinds(f"{before}{number}。") == [("identity_number", number)]


@given(
    st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    st.integers(110000, 829999),
    st.integers(0, 999),
    st.integers(1, 10),
)
def test_a_wrong_check_digit_is_never_an_identity_number(day, region, order, shift):
    number = identity_number(day, region, order)
    places = "0123456789X"
    wrong = number[:-1] + places[(places.index(number[-1]) + shift) % 11]
    assert "identity_number" not in dict(kinds(wrong))


@given(st.text(st.sampled_from("0123456789Xx -+　１２豫U@.a\u200b\n身"), max_size=80))
def test_any_text_is_read_and_what_is_left_after_masking_is_clean(text):
    assert len(half_width(text)) == len(text)
    seen = sightings_in(text)
    assert all(one.end <= two.start for one, two in pairwise(seen))
    for sighting in seen:
        if sighting.kind in ("identity_number", "bank_card"):
            assert text[sighting.start : sighting.end] not in redact(text)


def test_a_long_table_of_numbers_is_read_in_time_that_grows_with_its_length():
    drawn = random.Random(1)
    rows = "\n".join(
        identity_number(date(1980, 1, 1) + timedelta(days=drawn.randrange(9000)), 410000, number)
        for number in range(1000)
    )
    assert len(sightings_in(rows)) == 1000
