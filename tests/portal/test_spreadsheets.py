"""What a spreadsheet makes of a cell."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.spreadsheets import LONGEST_TEXT, as_cell, plain


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\tx", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]
)
def test_a_text_never_begins_a_formula(text):
    assert as_cell(text) == f"'{text}"


def test_other_cells_stay_what_they_are():
    moment = datetime(2025, 9, 10, 14, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert as_cell(moment) == datetime(2025, 9, 10, 14, 5)
    assert [as_cell(each) for each in ("007", 7, None, "")] == ["007", 7, None, None]
    assert as_cell("a\x00\x0bb") == "ab"
    assert as_cell("\x00=1") == "'=1"
    assert as_cell("字" * 40_000) == "字" * (LONGEST_TEXT - 1) + "…"


def test_as_words_anything_is_told_plainly():
    assert [plain(each) for each in (None, 7, "=1", "a\x0bb")] == ["", "7", "'=1", "ab"]
