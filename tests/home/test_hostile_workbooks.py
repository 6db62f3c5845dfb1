"""Every door that reads a table refuses the same hostile files in a sentence."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from editorial.words.workbook import MOST_UNPACKED_BYTES, read_words
from people.importing.tables import read_table
from people.importing.workbook import MAX_UNPACKED_BYTES, RefusedWorkbookError, read_workbook

SHEET = "xl/worksheets/sheet1.xml"
# Ten entities of ten each, nine times: a gigabyte out of a kilobyte, if anybody unfolded them.
LAUGHS = b"<!DOCTYPE x [<!ENTITY a0 'ha'>%s]><x>&a9;</x>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)
OUTSIDE = b"<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><x>&f;</x>"


def parts_of_a_workbook() -> dict[str, bytes]:
    book, output = Workbook(), BytesIO()
    book.active.append(["name"])
    book.save(output)
    with zipfile.ZipFile(output) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(**more: bytes) -> bytes:
    """A workbook with other parts; names are written with two underscores for a slash."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        parts = parts_of_a_workbook() | {k.replace("__", "/"): v for k, v in more.items()}
        for name, content in parts.items():
            package.writestr(name, content)
    return output.getvalue()


HOSTILE = {
    "zip bomb": lambda: packed(
        xl__media__a=b"\0" * (max(MAX_UNPACKED_BYTES, MOST_UNPACKED_BYTES) + 1)
    ),
    "many parts": lambda: packed(**{f"xl__{number}": b"" for number in range(5_001)}),
    "billion laughs": lambda: packed(**{SHEET: LAUGHS, "xl/workbook.xml": LAUGHS}),
    "outside entity": lambda: packed(**{SHEET: OUTSIDE, "xl/workbook.xml": OUTSIDE}),
    "macros": lambda: packed(**{"xl/vbaProject.bin": b"x"}),
    "page before a workbook": lambda: b"<script>x()</script>" + packed(),
    "no zip": lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "cut off": lambda: packed()[:-40],
}
DOORS = {
    "people": lambda data: read_workbook(BytesIO(data), "a.xlsx"),
    "tables": lambda data: read_table(BytesIO(data), "a.xlsx", most_rows=10),
    "words": lambda data: read_words(SimpleUploadedFile("a.xlsx", data)),
}


@pytest.mark.parametrize("hostile", sorted(HOSTILE))
@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_hostile_workbook_is_refused(door, hostile):
    with pytest.raises((RefusedWorkbookError, ValidationError)) as refused:
        DOORS[door](HOSTILE[hostile]())
    words = "".join(getattr(refused.value, "messages", [str(refused.value)]))
    assert words.endswith("。")
    assert "root:" not in words


@pytest.mark.parametrize("name", ["a.xlsm", "a.xls", "a.zip", "a.exe"])
@pytest.mark.parametrize("door", ["people", "words"])
def test_other_kinds_are_refused_by_name(door, name):
    read = {
        "people": lambda: read_workbook(BytesIO(packed()), name),
        "words": lambda: read_words(SimpleUploadedFile(name, packed())),
    }[door]
    with pytest.raises((RefusedWorkbookError, ValidationError)):
        read()
