"""The manuscript sheet on paper, and the chief editor's two pages."""

from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from pypdf import PdfReader

from editorial import actions, printing
from editorial.actions.numbering import number_for
from editorial.enums import Verdict
from editorial.models import Decision
from people.roles import Role
from tests.browser.conftest import DESK, PHONE
from tests.editorial.factories import log_draft, publish, waiting_state
from tests.people.factories import TeacherFactory, UserFactory

# Playwright's loop must begin before the first connection: those made before it are not seen later.
pytestmark = pytest.mark.usefixtures("chromium")

LONG_OPINION = "这一段写得具体，但第二处引文要核对版本和页码，时间也要写清楚。" * 6


@pytest.fixture
def chief(live_home):
    return UserFactory(role=Role.CHIEF_EDITOR, name="虚构总编")


@pytest.fixture
def piece(chief):
    author = TeacherFactory(name="林虚构")
    page = log_draft(author, title="重读《给教师的建议》：一年级的第一堂课")
    actions.submit(page_id=page.pk, author=author)
    number_for(page)
    state = waiting_state(page)
    words = {"task_state_id": state.pk, "revision_id": state.revision_id}
    editor = UserFactory(role=Role.EDITOR, name="虚构编辑甲")
    wrong = actions.return_to_author(**words, reviewer=editor, comment="点错了", reasons=["topic"])
    actions.undo(decision_id=wrong.pk, reviewer=editor)
    state = waiting_state(page)
    actions.return_to_author(
        task_state_id=state.pk,
        revision_id=state.revision_id,
        reviewer=editor,
        comment=LONG_OPINION,
        reasons=["facts", "words"],
        places=[{"place": "title", "label": "题目", "quote": "第一堂课", "note": "是哪一年？"}],
        todo="请补上年份和出处。",
    )
    return page


def pdf_pages(answer):
    assert answer["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


def test_the_pdf_repeats_its_heading_and_counts_its_pages(client, chief, piece):
    assert printing.printing_problem() == ""
    for number in range(200):
        Decision.objects.create(
            page_id=piece.pk,
            page_title=piece.title,
            revision_id=piece.latest_revision_id,
            verdict=Verdict.CORRECT,
            decided_by=chief,
            comment=f"第{number}条：{LONG_OPINION}",
        )
    client.force_login(chief)
    answer = client.get(reverse("reviews:sheet_pdf", args=[piece.pk]))
    pages = pdf_pages(answer)
    amount = len(pages)
    assert 20 <= amount <= 60
    assert len(answer.content) < 2_000_000
    assert "稿件编号" in pages[0]
    for number, text in enumerate(pages, start=1):
        flat = text.replace(" ", "").replace("\n", "")
        assert f"第{number}页，共{amount}页" in flat
        assert "环节与结果" in flat or number == amount  # the last one may hold signatures only
    whole = "".join(pages)
    for words in ("林虚构", "虚构编辑甲", "请补上年份和出处", "不作数", "第199条", "终审签字"):
        assert words in whole


def test_a_short_pdf_is_one_page_and_fetches_nothing(client, chief, piece, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the renderer asked the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    draft = piece.get_latest_revision_as_object()
    draft.title = (
        "<img src='http://127.0.0.1:9/x.png'><link rel=stylesheet href=file:///etc/passwd>"
    )
    answer = printing.pdf_of(
        "editorial/record/sheet.html",
        {"is_pdf": True, "sheet": {"title": draft.title, "rows": []}},
        styles=["editorial/paper.css", "editorial/sheet.css"],
    )
    (page,) = PdfReader(BytesIO(answer)).pages
    assert "127.0.0.1" in page.extract_text()  # as text


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_are_in_order(open_window, keep_picture, chief, piece, size):
    publish(log_draft(piece.owner, title="公开的笔记"))
    waiting = log_draft(piece.owner, title="还在等的笔记")
    actions.submit(page_id=waiting.pk, author=piece.owner)
    window = open_window(chief, size=size)
    for name, args in (
        ("reviews:sheet", [piece.pk]),
        ("editorial_reviewing:record", []),
        ("editorial_reviewing:report", []),
    ):
        window.goto(reverse(name, args=args))
        keep_picture(window, name.replace(":", "-"))
        assert window.evaluate("document.documentElement.scrollWidth") <= size["width"]
        options = {"runOnly": ["wcag2a", "wcag2aa"]}
        found = Axe().run(window, context="main", options=options).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_the_print_button_prints_and_stays_off_the_paper(open_window, chief, piece):
    window = open_window(chief, size=DESK)
    window.goto(reverse("reviews:sheet", args=[piece.pk]))
    window.evaluate("window.print = () => { document.title = '打印了' }")
    window.get_by_role("button", name="打印").click()
    assert window.title() == "打印了"
    window.emulate_media(media="print")
    assert window.get_by_role("button", name="打印").count() == 0
    assert window.locator(".running").is_visible()
