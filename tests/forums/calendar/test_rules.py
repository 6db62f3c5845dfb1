"""Months, and calendar files that every program reads."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from forums.calendar.rules import Entry, Month, calendar_file

START = datetime(2026, 9, 10, 6, 30, tzinfo=UTC)
END = datetime(2026, 9, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-09", Month(2026, 9)),
        ("2026-13", None),
        ("2026-00", None),
        ("1999-12", None),
        ("2026-9", None),
        ("２０２６-09", None),
        ("2026-09-01", None),
        ("-", None),
        ("", None),
        ("\x00", None),
    ],
)
def test_what_is_a_month(text, month):
    assert Month.parse(text) == month


def test_months_follow_each_other_and_end_somewhere():
    assert Month(2026, 12).shifted(1) == Month(2027, 1)
    assert Month(2026, 1).shifted(-1) == Month(2025, 12)
    assert Month(2099, 12).shifted(1) is None
    assert Month(2000, 1).shifted(-1) is None


def test_a_sheet_begins_on_monday_and_holds_the_whole_month():
    weeks = Month(2026, 9).weeks
    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert (weeks[0][0], weeks[-1][-1]) == (date(2026, 8, 31), date(2026, 10, 4))


def entry(**values):
    defaults = {
        "uid": "event-1@portal",
        "title": "沙龙",
        "starts_at": START,
        "ends_at": END,
        "changed_at": START,
    }
    return Entry(**defaults | values)


def test_emoji_line_ends_commas_and_long_lines_survive():
    title = "📚 读书沙龙，第一场；主题：\\“爱”\n第二行"
    long = "很长的说明，" * 60
    raw = calendar_file([entry(title=title, text=long, place="一楼, 大厅")], "我的活动")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    [event] = Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["summary"]) == title
    assert str(event["description"]) == long
    assert str(event["location"]) == "一楼, 大厅"
    assert event.decoded("dtstart") == START


def test_nobody_can_write_another_event_into_the_file():
    title = "沙龙\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:假的"
    assert len(Calendar.from_ical(calendar_file([entry(title=title)], "名")).walk("VEVENT")) == 1


def test_a_backslash_never_becomes_a_line_end():
    [event] = Calendar.from_ical(calendar_file([entry(title="a\\Nb\\nc")], "名")).walk("VEVENT")
    assert str(event["summary"]) == "a＼Nb\\nc"


def test_a_cancelled_event_says_so():
    [event] = Calendar.from_ical(calendar_file([entry(is_called_off=True)], "名")).walk("VEVENT")
    assert str(event["status"]) == "CANCELLED"
    assert str(event["summary"]) == "已取消：沙龙"


letters = st.characters(exclude_categories=["Cc", "Cs"])
texts = st.text(letters, min_size=1, max_size=120).map(lambda text: text.replace("\\N", "N"))


@given(title=texts, text=texts)
def test_whatever_is_typed_comes_back(title, text):
    raw = calendar_file([entry(title=title, text=text)], "名")
    [event] = Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["summary"]) == title
    assert str(event["description"]) == text
