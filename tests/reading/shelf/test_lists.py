"""Lists of books in and out."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from people.importing.workbook import RefusedWorkbookError
from reading.models import (
    Correction,
    GroupMember,
    GroupNote,
    Placement,
    Proposal,
    ReadingRecord,
    ReadingState,
    Work,
)
from reading.passages import days
from reading.programme.actions import plan_book
from reading.shelf import actions
from reading.shelf.importing import BookRow, read_books
from reading.shelf.matching import match_rows
from tests.media.factories import picture_bytes
from tests.people.factories import TeacherFactory
from tests.reading.programme.factories import finish, make_year
from tests.reading.shelf.factories import DAY, make_work, shelved
from tests.reading.together.factories import make_group

TODAY = date(2025, 12, 1)
URL = "/my/reading/import/"
HEAD = "书名,作者,状态,开始日期,读完日期,ISBN,共几页"


def read(text: str, encoding: str = "utf-8"):
    return read_books(io.BytesIO(text.encode(encoding)), "书.csv", today=TODAY)


def one(line: str) -> BookRow:
    return read(f"{HEAD}\n{line}")[0][0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_is_read_in_the_encodings_people_have(encoding):
    rows, ignored = read(
        f"{HEAD},备注\n《给教师的建议》,苏霍姆林斯基,已读,,2025年9月10日,,", encoding
    )
    assert (rows[0].title, rows[0].state, rows[0].finished_on) == (
        "给教师的建议",
        "finished",
        date(2025, 9, 10),
    )
    assert ignored == ["备注"]


@pytest.mark.parametrize(
    ("line", "state", "problem"),
    [
        ("书,,,,,,", "want", ""),
        ("书,,,2025-01-02,,,", "reading", ""),
        ("书,,,,2025/1/2,,", "finished", ""),
        ("书,,读过,,20250102,,300页", "finished", ""),
        ("书,,弃读,,,,", "stopped", ""),
        ("书,,读完,,,,", "finished", "读完的书请填读完日期。"),
        ("书,,读完,2025-02-03,2025-01-02,,", "finished", "读完日期早于开始日期。"),
        ("书,,在看,,,,", "want", "状态“在看”请填"),
        (",,想读,,,,", "want", "缺少书名。"),
        ("书,,想读,,,9787504100000,", "want", "校验不对"),
        ("书,,想读,,,9787504100009,", "want", ""),
        ("书,,读完,,2026-01-02,,", "finished", "日期在今天之后"),
        ("书,,读完,,2025-13-02,,", "finished", "请写成 2025-09-10"),
        ("书,,想读,,,,很多", "want", "请填数字"),
        (f"{'长' * 121},,想读,,,,", "want", "书名最长 120 个字"),
    ],
)
def test_each_row_says_what_is_wrong_with_it(line, state, problem):
    row = one(line)
    assert row.state == state
    assert problem in "".join(row.problems)
    assert bool(row.problems) is bool(problem)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("书.csv", b"\xff\xfe\x00\x01\x81"),
        ("书.csv", "作者\n某人".encode()),
        ("书.csv", "书名\n".encode()),
        ("书.csv", b""),
        ("书.csv", b"\x00\n\x00"),
        ("书.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("书.xlsx", b"PK\x03\x04broken"),
        ("书.pdf", b"%PDF"),
        ("书.csv", ("书名\n" + "书\n" * 501).encode()),
        ("书.csv", b"x" * (5 * 1024 * 1024 + 1)),
    ],
)
def test_a_file_that_cannot_be_a_list_is_refused_in_words(name, content):
    with pytest.raises(RefusedWorkbookError) as refused:
        read_books(io.BytesIO(content), name, today=TODAY)
    assert str(refused.value).endswith("。")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text):
    try:
        rows, _ = read("书名,状态,读完日期,ISBN,共几页\n" + text.encode("utf-8", "ignore").decode())
    except RefusedWorkbookError:
        return
    for row in rows:
        if not row.problems:
            assert row.title
            assert BookRow.from_json(row.as_json()) == row


@pytest.fixture
def reader(site_home, client):
    reader = TeacherFactory()
    client.force_login(reader)
    return reader


@pytest.fixture
def proposing(monkeypatch):
    """The catalogue's own proposals, or a small one of the tests where it has none yet."""
    try:
        from reading.catalogue.actions import propose_work  # noqa: F401
    except ImportError:
        import sys
        from types import ModuleType

        def propose(*, by, title, authors, publisher="", year=None, isbn=""):
            work, _ = Work.objects.get_or_create(
                title=title,
                authors=authors,
                defaults={"kind": "general", "state": Work.State.PROPOSED},
            )
            Proposal.objects.get_or_create(work=work, proposed_by=by)
            return work

        module = ModuleType("reading.catalogue.actions")
        module.propose_work = propose
        monkeypatch.setitem(sys.modules, "reading.catalogue.actions", module)


@pytest.mark.django_db
def test_rows_find_their_books(django_assert_num_queries):
    reader = TeacherFactory()
    advice = make_work(isbn="9787504100009")
    one_, other = (
        make_work("教育学", authors="甲"),
        Work.objects.create(title="教育学", authors="乙", kind="classic"),
    )
    rows = [
        BookRow(2, "随便什么书名", isbn="9787504100009"),
        BookRow(3, "给教师的建议（修订版）", authors="[苏] 苏霍姆林斯基 著"),
        BookRow(4, "教育学", authors="乙 主编"),
        BookRow(5, "教育学"),
        BookRow(6, "没有的书"),
    ]
    with django_assert_num_queries(2):
        matches = match_rows(reader, rows)
    assert [match.work for match in matches] == [advice, advice, other, None, None]
    assert [match.several for match in matches] == [False, False, False, True, False]
    assert one_ != other


LIST = f"""{HEAD}
给教师的建议,苏霍姆林斯基,读完,,2025-09-10,,
目录里没有的书,虚构作者,在读,2025-09-01,,,
目录里没有的书,虚构作者,读完,,2024-09-01,,
坏行,,读完,,昨天,,
"""


@pytest.mark.django_db
def test_a_list_is_shown_first_then_stored_once(reader, client, proposing):
    make_work()
    shelved(reader, ReadingState.WANT)
    file = SimpleUploadedFile("书.csv", LIST.encode("gbk"))
    answer = client.post(URL, {"file": file})
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("3 行可以导入", "1 行有问题", "新记", "目录里没有，一并补充", "“昨天”请写成"):
        assert words in page
    assert ReadingRecord.objects.count() == 1
    packed = answer.context["packed"]
    answer = client.post(URL, {"rows": packed}, follow=True)
    assert "新记 3 条，补充到目录、等编辑确认 1 本" in answer.content.decode()
    answer = client.post(URL, {"rows": packed}, follow=True)
    assert "新记 0 条，已在书架 3 条" in answer.content.decode()
    rows = ReadingRecord.objects.values_list("work__title", "state", "finished_on")
    assert sorted(rows, key=str) == [
        ("目录里没有的书", "finished", date(2024, 9, 1)),
        ("目录里没有的书", "reading", None),
        ("给教师的建议", "finished", DAY),
    ]


@pytest.mark.django_db
def test_a_preview_is_confirmed_by_who_saw_it(reader, client):
    make_work()
    file = SimpleUploadedFile("书.csv", "书名\n给教师的建议\n".encode())
    packed = client.post(URL, {"file": file}).context["packed"]
    client.force_login(TeacherFactory())
    for rows in (packed, "nonsense"):
        answer = client.post(URL, {"rows": rows})
        assert answer.status_code == 422
        assert "预览已经过期" in answer.content.decode()
    assert not ReadingRecord.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("files", [{}, {"file": SimpleUploadedFile("a.csv", b"")}])
def test_a_missing_file_is_said_beside_its_field(reader, client, files):
    answer = client.post(URL, files)
    assert answer.status_code == 422
    assert 'class="form__error"' in answer.content.decode()


def sheets(content: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.mark.django_db
def test_everything_is_handed_out_and_can_come_back(reader, client):
    record = shelved(reader, ReadingState.READING, make_work("=HYPERLINK(1)"))
    actions.note_progress(reader=reader, record_id=record.pk, page=35)
    add = {"reader": reader, "record_id": record.pk}
    actions.add_note(**add, kind="quotation", text="=1+1 原句", page=3)
    actions.add_photo(**add, file=SimpleUploadedFile("a.jpg", picture_bytes()), page=3)
    shelved(reader, ReadingState.FINISHED)
    shelved(TeacherFactory(), ReadingState.FINISHED, make_work("别人的书"))

    content = b"".join(client.get("/my/reading/export/").streaming_content)
    out = sheets(content)
    assert [len(rows) for rows in out.values()][:4] == [3, 2, 2, 2]
    assert out["书"][1][0] == "'=HYPERLINK(1)"
    assert out["随想和摘句"][1][3] == "'=1+1 原句"
    assert "别人的书" not in str(out)
    rows, _ = read_books(io.BytesIO(content), "我的阅读.xlsx", today=date(2099, 1, 1))
    assert [(row.state, row.problems) for row in rows] == [("reading", []), ("finished", [])]

    archive = zipfile.ZipFile(
        io.BytesIO(b"".join(client.get("/my/reading/export/all/").streaming_content))
    )
    assert archive.namelist() == ["我的阅读.xlsx", "photos/001-p3.jpg"]
    assert archive.read("photos/001-p3.jpg").startswith(b"\xff\xd8")


@pytest.mark.django_db
def test_programme_groups_and_days_are_handed_out_too(reader, client):
    """Of this reader alone: a colleague keeps the same and is in none of the sheets."""
    year = make_year()
    group = make_group()
    for person, word in ((reader, "我的"), (TeacherFactory(), "同事的")):
        work = make_work(f"{word}书", kind="monograph")
        plan_book(reader=person, year=year, work_id=work.pk, slot="monograph")
        record = finish(person, work)
        Placement.objects.create(record=record, slot="general")
        Correction.objects.create(record=record, slot="none", reason=f"{word}理由")
        member = GroupMember.objects.create(group=group, user=person)
        note = GroupNote.objects.create(
            week=group.weeks.get(number=3), author=member.user, text=f"{word}札记"
        )
        note.removed_at, note.removal_reason = note.made_at, f"{word}移走理由"
        note.save()
        days.opt_in(reader=person, weekly_aim=5)
    days.mark_today(reader=reader)

    out = sheets(b"".join(client.get("/my/reading/export/").streaming_content))
    assert [row[:3] for row in out["2+N 计划"][1:]] == [(year.name, "我的书", "学科专著")]
    assert [row[:2] for row in out["自己放的位置"][1:]] == [("我的书", "非教育类")]
    assert [row[:3] for row in out["学校的更正"][1:]] == [("我的书", "不计入", "我的理由")]
    assert [row[0] for row in out["参加的共读"][1:]] == [group.title]
    [(_, week, _, text, _, removed_at, reason)] = out["共读札记"][1:]
    assert (week, text, reason) == (3, "我的札记", "我的移走理由")
    assert removed_at is not None
    assert out["读段的日子"][1:] == [(timezone.localdate().isoformat(),)]
    assert "同事" not in str(out)


@pytest.mark.django_db
def test_the_template_is_understood(reader, client):
    content = b"".join(client.get(f"{URL}template/").streaming_content)
    [headings] = sheets(content)["书"]
    assert headings[0] == "书名"


@pytest.mark.django_db
def test_an_export_takes_as_many_queries_for_any_shelf(reader, django_assert_num_queries):
    from reading.shelf.workbooks import shelf_workbook

    for total in (1, 10):
        while ReadingRecord.objects.count() < total:
            shelved(reader, work=make_work(f"书{ReadingRecord.objects.count()}"))
        with django_assert_num_queries(12):
            shelf_workbook(reader).close()
