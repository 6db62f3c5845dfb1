"""审稿记录: the list, the export, its log."""

from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from editorial import actions
from editorial.actions import exporting
from editorial.actions.exporting import COLUMNS, export_record
from editorial.actions.numbering import number_for
from editorial.enums import Verdict
from editorial.errors import NotPossible, ReviewRefused
from editorial.models import Decision, RecordExport
from editorial.queries import record as record_queries
from home.demo.clock import at
from tests.editorial.factories import log_draft, waiting_state

pytestmark = pytest.mark.django_db

RECORD, EXPORT = "editorial_reviewing:record", "editorial_reviewing:record_export"
AUGUST = {"start": date(2025, 8, 1), "end": date(2025, 8, 31)}


def decision(piece, by, moment=None, **fields):
    values = {
        "page_id": piece.pk,
        "page_title": "题目",
        "revision_id": piece.latest_revision_id,
        "verdict": Verdict.CORRECT,
        "decided_by": by,
    }
    with at(moment or timezone.now()):
        return Decision.objects.create(**values | fields)


def shanghai(*parts):
    return timezone.make_aware(datetime(*parts))


@pytest.fixture
def piece(people):
    page = log_draft(people["author"], title="=HYPERLINK(1)")
    with at(shanghai(2025, 8, 1, 0, 0)):
        actions.submit(page_id=page.pk, author=page.owner)
        number_for(page)
    return page


def sheet_of(file):
    book = openpyxl.load_workbook(file)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert list(rows[0]) == [name for name, _ in COLUMNS]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_period_leaves_as_excel_and_is_noted(people, piece):
    chief = people["chief"]
    state = waiting_state(piece)
    with at(shanghai(2025, 8, 31, 23, 59)):
        actions.return_to_author(
            task_state_id=state.pk,
            reviewer=people["editor"],
            revision_id=state.revision_id,
            comment="+86 是区号",
            reasons=["facts"],
            places=[{"place": "title", "label": "题目", "quote": "甲", "note": "改"}],
            todo="-改",
        )
    decision(piece, chief, shanghai(2025, 9, 1, 0, 0))
    note, file = export_record(by=chief, **AUGUST, reason=" 年度归档 ")
    with file:
        first, second = sheet_of(file)
    assert (first["题目"], first["结果"], first["时间"]) == (
        "'=HYPERLINK(1)",
        "送审",
        datetime(2025, 8, 1),
    )
    assert first["稿件编号"] == "2025-0001"
    assert first["工号"] == people["author"].staff_number
    assert first["版本"] == str(piece.latest_revision_id)
    assert second == first | {
        "时间": datetime(2025, 8, 31, 23, 59),
        "环节": "初审",
        "结果": "退回修改",
        "经办人": "虚构编辑甲",
        "工号": people["editor"].staff_number,
        "意见": "'+86 是区号",
        "理由": "事实或数据要核实",
        "标记": "题目“甲” 改",
        "请作者": "'-改",
    }
    assert (note.rows, note.reason, note.exported_by) == (2, "年度归档", chief)
    assert (note.start, note.end) == (AUGUST["start"], AUGUST["end"])


@pytest.mark.parametrize("name", ["editor", "site_admin", "own_admin", "other_admin", "teacher"])
def test_only_chief_editors_list_and_export(people, sign_in, piece, name):
    decision(piece, people["chief"], comment="一条更正")
    answer = sign_in(name).get(reverse(RECORD), follow=True)
    assert "一条更正" not in answer.content.decode()
    sign_in(name).post(reverse(EXPORT), AUGUST | {"reason": "越权"})
    with pytest.raises(ReviewRefused):
        export_record(by=people[name], **AUGUST, reason="越权")
    assert not RecordExport.objects.exists()


@pytest.mark.parametrize("url", [RECORD, EXPORT, "editorial_reviewing:report"])
def test_anonymous_people_are_sent_to_the_login(sign_in, url):
    answer = sign_in("anonymous").get(reverse(url))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_the_file_comes_over_http(sign_in, piece):
    answer = sign_in("chief").post(reverse(EXPORT), AUGUST | {"reason": "存档"})
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in answer["Content-Disposition"]
    rows = sheet_of(BytesIO(b"".join(answer.streaming_content)))
    assert [row["题目"] for row in rows] == ["'=HYPERLINK(1)"]
    page = sign_in("chief").get(reverse(RECORD)).content.decode()
    assert "2025-08-01 至 2025-08-31，1 条。用途：存档" in page


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"reason": "  "}, 422, "请写明导出的用途"),
        ({"reason": "x" * 201}, 422, "200"),
        ({"end": "2025-07-01"}, 422, "结束日期不能早于开始日期"),
        ({"start": "昨天"}, 422, "请写成 2025-09-10 的样子"),
        ({"start": "0001-01-01"}, 422, "最早到 2000-01-01"),
        ({"end": "9999-12-31"}, 422, "最晚到 2099-12-31"),
        ({"start": "2024-01-01", "end": "2024-01-02"}, 409, "这段时间没有审稿记录"),
    ],
)
def test_bad_input_is_answered_in_words(sign_in, piece, sent, status, words):
    answer = sign_in("chief").post(reverse(EXPORT), AUGUST | {"reason": "存档"} | sent)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not RecordExport.objects.exists()


def test_there_is_a_limit_of_rows(people, piece, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 0)
    with pytest.raises(NotPossible, match="这段时间有 1 条，一次最多导出 0 条"):
        export_record(by=people["chief"], **AUGUST, reason="存档")


def test_chunks_lose_nothing(people, piece, monkeypatch):
    monkeypatch.setattr(record_queries, "CHUNK", 3)
    for number in range(7):
        decision(piece, people["chief"], shanghai(2025, 8, 2, number), comment=str(number))
    _, file = export_record(by=people["chief"], **AUGUST, reason="存档")
    with file:
        assert [row["意见"] for row in sheet_of(file)] == [None, *"0123456"]


def test_the_log_of_exports_is_kept_as_well(people, piece):
    note, file = export_record(by=people["chief"], **AUGUST, reason="存档")
    file.close()
    note.reason = "别的"
    with pytest.raises(PermissionDenied):
        note.save()
    for sql in (
        "UPDATE editorial_recordexport SET reason = 'x'",
        "DELETE FROM editorial_recordexport",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_list_is_filtered(people, sign_in, piece):
    decision(piece, people["chief"], comment="一条更正")
    chief = sign_in("chief")

    def listed(**asked):
        answer = chief.get(reverse(RECORD), asked)
        assert answer.status_code == 200
        return [line.decision.get_verdict_display() for line in answer.context["lines"]]

    long = {"start": "2025-01-01"}
    assert listed(**long) == ["更正", "送审"]
    assert listed() == ["更正"]  # the last 90 days
    assert listed(**long, verdict="submit") == ["送审"]
    assert listed(**long, kind="reading-log") == ["更正", "送审"]
    assert listed(**long, kind="story") == []
    line = chief.get(reverse(RECORD), long).context["lines"][1]
    assert (line.number, line.kind, line.is_undone) == ("2025-0001", "读书笔记", False)


@pytest.mark.parametrize("asked", [{"kind": "poem"}, {"verdict": "x"}, {"start": "2025-13-01"}])
def test_an_unreadable_filter_is_answered_in_words(sign_in, asked):
    answer = sign_in("chief").get(reverse(RECORD), asked)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("amount", [1, 60])
def test_queries_do_not_grow_with_the_list(
    people, sign_in, piece, django_assert_max_num_queries, amount
):
    for _ in range(amount):
        decision(piece, people["chief"])
    chief = sign_in("chief")
    chief.get(reverse(RECORD))
    with django_assert_max_num_queries(20):
        answer = chief.get(reverse(RECORD))
    assert len(answer.context["lines"]) == min(amount, 50)
    page = chief.get(reverse(RECORD), {"p": 2}).content.decode()
    assert ("第 2 页" in page) is (amount > 50)


def test_chief_editors_find_both_in_the_menu(sign_in):
    for name, shown in (("chief", True), ("editor", False), ("site_admin", False)):
        page = sign_in(name).get(reverse("wagtailadmin_home")).content.decode()
        assert (reverse(RECORD) in page, reverse("editorial_reviewing:report") in page) == (
            shown,
            shown,
        )


def test_default_period_is_the_last_ninety_days(sign_in, piece, people):
    today = timezone.now()
    decision(piece, people["chief"], today - timedelta(days=89), comment="在内")
    decision(piece, people["chief"], today - timedelta(days=90), comment="在外")
    page = sign_in("chief").get(reverse(RECORD)).content.decode()
    assert ("在内" in page, "在外" in page) == (True, False)
