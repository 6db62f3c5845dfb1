"""What a screen reader needs, in every template of the public site, the desk and the admin."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template


def _sources() -> Iterator[tuple[str, str]]:
    for path in sorted(Path(settings.BASE_DIR).glob("*/templates/**/*.html")):
        name = str(path).partition("/templates/")[2]
        yield name, get_template(name).template.source


TABLE = re.compile(r"<table\b([^>]*)>(.*?)</table>", re.DOTALL)
# A frame that scrolls sideways is a region with a name of its own, right around the table.
REGION = re.compile(r"<div\b[^>]*role=\"region\"[^>]*aria-label(?:ledby)?=[^>]*>\s*$")


def test_every_table_has_a_name():
    nameless = []
    for name, text in _sources():
        for table in TABLE.finditer(text):
            named = "aria-label" in table[1] or "<caption" in table[2]
            if not named and not REGION.search(text[: table.start()]):
                nameless.append(name)
    assert nameless == []


def test_heads_of_columns_and_rows_say_what_they_head():
    heads = [
        f"{name}: {head}"
        for name, text in _sources()
        for head in re.findall(r"<th\b[^>]*>", text)
        if "scope=" not in head
    ]
    assert heads == []


def test_new_windows_are_announced():
    silent = []
    for name, text in _sources():
        for link in re.finditer(r"<a\b[^>]*target=\"_blank\"[^>]*>(.*?)</a>", text, re.DOTALL):
            if "新窗口" not in link[1]:
                silent.append(f"{name}: {link[1]}")
    assert silent == []


def test_nothing_plays_or_moves_or_leaves_by_itself():
    """The screen in a hall is the one page that draws itself anew: its code is worth 30 seconds."""
    found = [
        name
        for name, text in _sources()
        if re.search(r"\sautoplay\b|http-equiv=\"refresh\"|<marquee|<blink", text)
    ]
    assert found == ["forums/attendance/screen.html"]
