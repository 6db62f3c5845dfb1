"""All checkers together, on whole pieces."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail import hooks

from editorial.checks import Finding, Severity, findings_as_json, run_checks
from editorial.checks.running import HOOK
from editorial.models import EditorialSettings, WordLevel
from editorial.words.lexicon import current_lexicon
from tests.editorial.checks.attached import document, letter, piece_with, portable, sheet
from tests.editorial.checks.test_personal_data import CARD, IDENTITY
from tests.editorial.checks.word_factories import make_word
from tests.editorial.factories import log_draft, publish
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def brief(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.checker, finding.label, finding.excerpt) for finding in findings]


def test_a_clean_piece_has_no_findings(site_home):
    assert run_checks(log_draft(TeacherFactory())) == []


def test_findings_come_by_weight_and_then_in_the_order_of_reading(site_home):
    make_word("优秀", WordLevel.SUGGEST, replacement="出色")
    piece = log_draft(
        TeacherFactory(),
        title="优秀的13800138000",
        summary="写信到 a@example.cn",
        body=[
            ("paragraph", f"<p>开头。</p><p>身份证{IDENTITY}和{CARD}。</p>"),
            ("quote", {"text": "车牌豫U12345", "source": "电话13900139000"}),
        ],
    )
    paragraph, quote = (block.id for block in piece.body)
    found = run_checks(piece)
    assert [(f.severity, f.place, f.label, f.excerpt, f.position) for f in found] == [
        (Severity.BLOCK, "title", "标题", "138****8000", (3, 14)),
        (Severity.BLOCK, f"body.{paragraph}", "正文第 2 段", "9999************15", (3, 21)),
        (Severity.BLOCK, f"body.{paragraph}", "正文第 2 段", "**** 0128", (22, 41)),
        (Severity.BLOCK, f"body.{quote}.source", "正文引文出处", "139****9000", (2, 13)),
        (Severity.WARN, f"body.{quote}.text", "正文引文", "豫U***45", (2, 9)),
        (Severity.SUGGEST, "title", "标题", "优秀的138****8000", (0, 2)),
        (Severity.SUGGEST, "summary", "摘要", "a***@example.cn", (4, 16)),
    ]


def test_findings_survive_being_stored_as_json(site_home):
    piece = log_draft(TeacherFactory(), title=f"电话13800138000，证{IDENTITY}")
    found = [*run_checks(piece), Finding("faces", Severity.WARN, "cover", "题图", "", "请说明。")]
    stored = json.loads(json.dumps(findings_as_json(found)))
    assert [Finding.from_json(row) for row in stored] == found
    assert IDENTITY not in json.dumps(stored)


def test_a_room_adds_a_checker(site_home):
    def too_short(material):
        yield Finding("too_short", Severity.SUGGEST, "body", "正文", "", "再写几句。")

    piece = log_draft(TeacherFactory())
    with hooks.register_temporarily(HOOK, lambda: too_short):
        assert [finding.checker for finding in run_checks(piece)] == ["too_short"]
    assert run_checks(piece, checkers=[too_short])[0].message == "再写几句。"


def test_words_inside_attachments_are_checked(site_home):
    piece = piece_with(
        document(letter("名单", f"张虚构 {IDENTITY}"), "a.docx", "花名册"),
        document(sheet(["姓名", "电话"], ["李虚构", 13800138000]), "b.xlsx", "电话表"),
        document(portable("first", f"card {CARD}"), "c.pdf", "账目"),
    )
    _, first, second, third = (block.id for block in piece.body)
    assert [(f.place, f.label, f.excerpt, f.position) for f in run_checks(piece)] == [
        (f"body.{first}", "附件《花名册》正文第 2 段", "9999************15", None),
        (f"body.{second}", "附件《电话表》工作表“名单”第 1–2 行", "138****8000", None),
        (f"body.{third}", "附件《账目》第 2 页", "**** 0128", None),
    ]


def test_a_table_of_many_numbers_is_one_finding(site_home):
    rows = [["虚构", 13800138000 + number] for number in range(40)]
    [finding] = run_checks(piece_with(document(sheet(*rows), "b.xlsx")))
    assert finding.excerpt == "138****8000、138****8001、138****8002"
    assert finding.message.startswith("像是手机号（共 40 处）")


def test_the_name_of_a_file_is_checked_and_masked(site_home):
    named = document(letter("无"), "a.docx", f"证{IDENTITY}")
    assert brief(run_checks(piece_with(named))) == [
        ("identity_number", "附件名称", "9999************15")
    ]
    [finding] = run_checks(
        piece_with(document(sheet([13800138000]), "a.xlsx", f"证{IDENTITY}"), title="")
    )[1:]
    assert IDENTITY not in finding.label


def test_an_attachment_that_nobody_opened_is_a_finding_of_its_own(site_home):
    piece = piece_with(document(letter(IDENTITY), "a.docx"))
    [finding] = run_checks(piece, opens_attachments=False)
    assert (finding.checker, finding.severity) == ("attachment", Severity.WARN)
    assert [f.checker for f in run_checks(piece)] == ["identity_number"]
    assert [f.checker for f in run_checks(piece, opens_attachments=False)] == ["identity_number"]


def test_quotations_are_measured(site_home):
    office = EditorialSettings.load()
    office.longest_quotation = 20
    office.save()
    piece = log_draft(
        TeacherFactory(),
        body=[
            ("paragraph", f"<p>{'我' * 10}</p><blockquote><p>{'他' * 20}</p></blockquote>"),
            ("quote", {"text": "她" * 21, "source": ""}),
        ],
    )
    long, share = run_checks(piece)[::-1]
    assert (share.checker, share.place) == ("quotation_share", "body")
    assert share.message == "引文占了正文的 80%，请多写自己的话。"
    assert (long.label, long.position) == ("正文引文", (0, 21))
    half = [("paragraph", f"<p>{'我' * 20}</p><blockquote><p>{'他' * 20}</p></blockquote>")]
    assert run_checks(log_draft(TeacherFactory(), title="另一篇", body=half)) == []


def _large(pictures: int, links: int, target: int):
    images = [ImageFactory() for _ in range(pictures)]
    blocks = [("image", {"image": image, "alt": "图", "faces": "none"}) for image in images]
    text = "".join(
        f'<p><a linktype="page" id="{target}">看</a><a href="/reading/books/{number}/">书</a></p>'
        for number in range(links)
    )
    gallery = {"title": "", "images": [{"image": i, "alt": "图", "faces": "none"} for i in images]}
    body = [("paragraph", text), *blocks, ("gallery", gallery)]
    return log_draft(TeacherFactory(), title=f"{pictures} 张", body=body)


def test_the_number_of_queries_does_not_grow(site_home):
    target = publish(log_draft(TeacherFactory()))
    make_word("禁词", WordLevel.FORBIDDEN)
    current_lexicon()
    counts = []
    for size in (1, 2, 12):  # the first one finds out about content types
        draft = _large(size, size, target.pk)
        piece = type(draft).objects.get(pk=draft.pk).get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as captured:
            run_checks(piece)
        counts.append(len(captured))
    assert counts[1:] == [counts[1]] * 2
    # Outside of a request each prepared query asks for the stamp of the frame: two of them.
    assert counts[0] == 16
