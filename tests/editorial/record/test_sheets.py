"""审稿单 on the screen; the PDF is in ``tests/browser``, where its libraries are certain."""

import pytest
from django.core.checks import run_checks
from django.urls import reverse
from django.utils import timezone

from editorial import actions, printing
from editorial.actions.numbering import number_for
from editorial.checks import Finding, Severity
from editorial.enums import Step, Verdict
from editorial.models import Decision, EditorialSettings
from editorial.queries.sheet import findings_in_words, may_see_sheet, sheet_of
from people.roles import Role
from tests.editorial.factories import log_draft, publish, waiting_state
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db

EVERYBODY_ELSE = ("own_admin", "other_admin", "teacher", "author")


def decide(action, piece, reviewer, **words):
    state = waiting_state(piece)
    return action(task_state_id=state.pk, reviewer=reviewer, revision_id=state.revision_id, **words)


def submit(piece):
    actions.submit(page_id=piece.pk, author=piece.owner)
    number_for(piece)


@pytest.fixture
def piece(people):
    page = log_draft(people["author"], title="<b>一篇</b>笔记")
    submit(page)
    return page


def sheet_url(piece, name="sheet"):
    return reverse(f"reviews:{name}", args=[piece.pk])


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_sheet_says_all_that_was_decided(people, sign_in, piece):
    decide(
        actions.return_to_author,
        piece,
        people["editor"],
        comment="第二段要核对。",
        reasons=["facts", "words"],
        places=[{"place": "title", "label": "题目", "quote": "一篇", "note": "太空"}],
        todo="请核对年份",
    )
    draft = actions.update_draft(
        author=people["author"],
        page_id=piece.pk,
        write=lambda page: setattr(page, "title", "改过的题目"),
        base_revision_id=piece.latest_revision_id,
    )
    submit(draft)
    held = decide(actions.hold, piece, people["editor"], comment="先放一放")
    actions.undo(decision_id=held.pk, reviewer=people["editor"])
    actions.name_stand_in(
        task_state_id=waiting_state(piece).pk,
        by=people["chief"],
        person=people["second"],
        reason="编辑甲出差",
    )
    decide(actions.approve, piece, people["second"], comment="可以。")
    page = text_of(sign_in("chief").get(sheet_url(piece)))
    year = timezone.localdate().year
    for words in (
        f"{year}-0001",
        "改过的题目",
        "读书笔记",
        "林虚构",
        "虚构第一小学",
        "公开",
        "第二段要核对。",
        "事实或数据要核实、语句或错别字",
        "题目“一篇”：太空",
        "请核对年份",
        "第 2 稿",
        "不作数",
        "指定代审人：虚构编辑乙",
        "代审原因</b> 编辑甲出差",
        "没有发现问题",
        "初审签字",
        "终审签字",
    ):
        assert words in page, words
    verdicts = [row.decision.verdict for row in sheet_of(piece, timezone.now()).rows]
    assert verdicts == [
        Verdict.SUBMIT,
        Verdict.RETURN,
        Verdict.SUBMIT,
        Verdict.HOLD,
        Verdict.UNDO,
        Verdict.STAND_IN,
        Verdict.APPROVE,
    ]
    assert page.count('class="undone"') == 1
    assert "校审签字" not in page


def test_what_people_wrote_is_text(sign_in, piece):
    page = text_of(sign_in("editor").get(sheet_url(piece)))
    assert "&lt;b&gt;一篇&lt;/b&gt;笔记" in page
    assert "<b>一篇" not in page


def test_the_office_writes_its_own_numbers(sign_in, piece):
    settings = EditorialSettings.load()
    settings.sheet_number_format = "审〔{year}〕{number}号"
    settings.save()
    page = text_of(sign_in("editor").get(sheet_url(piece)))
    assert f"审〔{timezone.localdate().year}〕1号" in page


@pytest.mark.parametrize("name", ["chief", "editor", "site_admin"])
def test_the_office_sees_it(sign_in, piece, name):
    assert "林虚构" in text_of(sign_in(name).get(sheet_url(piece)))


@pytest.mark.parametrize("name", EVERYBODY_ELSE)
@pytest.mark.parametrize("view", ["sheet", "sheet_pdf"])
def test_others_do_not(people, sign_in, piece, name, view):
    decide(actions.approve, piece, people["editor"], comment="一句内部意见")
    answer = sign_in(name).get(sheet_url(piece, view), follow=True)
    assert "一句内部意见" not in answer.content.decode()
    assert may_see_sheet(people[name], piece) is False


def test_anonymous_people_are_sent_to_the_login(sign_in, piece):
    answer = sign_in("anonymous").get(sheet_url(piece))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_a_school_sees_the_sheets_of_its_own_check(people, sign_in):
    piece = log_draft(people["author"], audience="school", title="只给本校看")
    submit(piece)
    for checked in (False, True):
        assert "只给本校看" in text_of(sign_in("own_admin").get(sheet_url(piece)))
        for name in ("other_admin", "teacher"):
            answer = sign_in(name).get(sheet_url(piece), follow=True)
            assert "只给本校看" not in answer.content.decode()
            assert may_see_sheet(people[name], piece) is False
        if not checked:
            decide(actions.approve, piece, people["own_admin"])
    assert sheet_of(piece, timezone.now()).steps == [Step.SCHOOL]


def test_what_was_never_handed_in_has_no_sheet(people, sign_in, site_home):
    draft = log_draft(people["author"])
    assert sign_in("chief").get(sheet_url(draft)).status_code == 404
    assert sign_in("chief").get(sheet_url(site_home)).status_code == 404
    missing = reverse("reviews:sheet", args=[10**9])
    assert sign_in("chief").get(missing).status_code == 404


@pytest.mark.parametrize("amount", [1, 60])
def test_queries_do_not_grow_with_the_record(people, piece, django_assert_max_num_queries, amount):
    for number in range(amount):
        Decision.objects.create(
            page_id=piece.pk,
            page_title="题",
            revision_id=piece.latest_revision_id,
            verdict=Verdict.CORRECT,
            decided_by=UserFactory(),
            comment=f"更正{number}",
        )
    EditorialSettings.load()
    page = type(piece).objects.select_related("owner", "unit").get(pk=piece.pk)
    with django_assert_max_num_queries(14):
        sheet = sheet_of(page, timezone.now())
        assert all(row.decision.decided_by.name for row in sheet.rows)
    assert len(sheet.rows) == amount + 1


def finding(severity, message):
    return Finding("words", severity, "title", "题目", "词", message).as_json()


def test_findings_in_words():
    assert findings_in_words([]) == "没有发现问题"
    found = [
        finding(Severity.SUGGEST, "可以更好"),
        finding(Severity.WARN, "请核对出处"),
        finding(Severity.BLOCK, "不能有手机号"),
    ]
    assert findings_in_words(found) == (
        "须改 1 处、请核对 1 处、建议 1 处；题目：不能有手机号；题目：请核对出处"
    )
    many = [finding(Severity.WARN, f"第{number}处") for number in range(9)]
    assert findings_in_words(many).startswith("请核对 9 处；题目：第0处")
    assert findings_in_words(many).endswith("题目：第4处")


@pytest.fixture
def problem(monkeypatch):
    def set_problem(words):
        monkeypatch.setattr(printing, "printing_problem", lambda: words)
        monkeypatch.setattr("editorial.reviewing.sheets.printing_problem", lambda: words)

    return set_problem


@pytest.mark.parametrize("words", [printing.NO_PANGO, printing.NO_FONT])
def test_without_library_or_font_the_page_says_what_to_install(sign_in, piece, problem, words):
    problem(words)
    answer = sign_in("editor").get(sheet_url(piece, "sheet_pdf"))
    assert answer.status_code == 503
    assert words in answer.content.decode()
    assert sheet_url(piece) in answer.content.decode()
    assert sheet_url(piece, "sheet_pdf") not in text_of(sign_in("editor").get(sheet_url(piece)))
    told = [each.msg for each in run_checks(include_deployment_checks=True) if "PDF" in each.msg]
    assert told == [words]


def test_a_missing_library_and_a_missing_font_are_told_apart(monkeypatch):
    printing.printing_problem.cache_clear()
    monkeypatch.setattr(printing.shutil, "which", lambda name: "/bin/true")
    try:
        import weasyprint  # noqa: F401
    except OSError:
        assert printing.printing_problem() == printing.NO_PANGO
    else:
        assert printing.printing_problem() == printing.NO_FONT  # /bin/true lists none
    printing.printing_problem.cache_clear()


def test_a_very_long_record_is_not_set_as_pdf(sign_in, piece, problem, monkeypatch):
    problem("")
    monkeypatch.setattr("editorial.reviewing.sheets.MOST_ROWS_IN_PDF", 0)
    answer = sign_in("editor").get(sheet_url(piece, "sheet_pdf"))
    assert answer.status_code == 503
    assert "直接打印" in answer.content.decode()


def test_the_sheet_of_a_published_piece_names_three_reviewers(people, sign_in):
    piece = publish(log_draft(people["author"], title="公开的笔记"))
    rows = sheet_of(piece, timezone.now()).rows
    assert [row.decision.get_step_display() for row in rows] == ["", "初审", "复审", "终审"]
    page = text_of(sign_in("site_admin").get(sheet_url(piece)))
    for row in rows:
        assert row.decision.decided_by.name in page
    assert UserFactory(role=Role.EDITOR).name not in page
