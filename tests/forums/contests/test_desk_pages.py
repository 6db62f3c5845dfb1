"""The organisers' pages of a contest: setting up, running, taking lists along."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from forums.contests import actions
from forums.contests.exporting import CONTEST_TAKEN
from forums.models import Assignment, Contest, Objection
from tests.forums.contests import factories as make
from tests.forums.contests.pages import text, url
from tests.forums.factories import make_event
from tests.people.factories import TeacherFactory

pytestmark = pytest.mark.django_db


def rows(prefix, *items):
    data = {f"{prefix}-TOTAL_FORMS": str(len(items)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, item in enumerate(items):
        data |= {f"{prefix}-{number}-{name}": value for name, value in item.items()}
    return data


FORM = {
    "entry_opens_at": "",
    "entry_closes_at": "2040-01-01T18:00",
    "judging_ends_at": "2040-02-01T18:00",
    "most_files": "3",
    "jurors_per_entry": "3",
    "drop_highest": "1",
    "drop_lowest": "1",
    "combine": "mean",
    "places": "2",
    "ties": "up",
    "order": "name",
    "objection_days": "5",
    **rows("groups", {"title": "小学语文组", "stage": "primary"}),
    **rows(
        "criteria",
        {"title": "设计", "weight": "60", "about": "目标 <清楚>", "least": "", "most": ""},
        {"title": "表达", "weight": "40", "least": "1", "most": "5", "step": "1"},
        {"title": "", "weight": ""},
    ),
    **rows("levels", {"title": "一等奖", "most": "2", "least_result": "80"}),
}


def test_a_contest_is_set_up_in_the_browser(client, site_home):
    page = make_event(event_kind="contest")
    client.force_login(page.owner)
    assert client.get(url("desk", page.pk)).status_code == 302
    assert url("desk", page.pk) in text(client, reverse("events:desk", args=[page.pk]))
    assert client.get(url("settings", page.pk)).status_code == 200
    answer = client.post(url("settings", page.pk), FORM)
    assert answer.status_code == 302, answer.content.decode()
    contest = Contest.objects.get()
    one, two = contest.criteria.all()
    assert (one.least, one.most, str(one.step)) == (0, 10, "0.50")
    assert two.bounds == "1 到 5，每级 1"
    assert "目标 &lt;清楚&gt;" in text(client, url("contest", page.pk))
    shown = text(client, url("settings", page.pk))
    assert 'value="小学语文组"' in shown
    assert "2040-01-01T18:00" in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"entry_closes_at": ""}, "请写截止的时间。"),
        ({"entry_closes_at": "明天"}, "这样的时间。"),
        ({"judging_ends_at": "2039-01-01T08:00"}, "评审截止要晚于收作品截止。"),
        ({"jurors_per_entry": "2"}, "评委人数要多于去掉的分数个数"),
        ({"places": "9"}, "不能大于 4。"),
        ({"combine": "magic"}, "请从几项里选一项。"),
        ({"criteria-0-weight": "50"}, "权重合计应为 100，现在是 90。"),
        ({"criteria-0-most": "x"}, "请填数字。"),
        ({"criteria-1-step": "3"}, "每级要正好到满分"),
        ({"criteria-1-most": "0.5"}, "满分要高于最低分。"),
        ({"levels-0-title": ""}, "奖项要写名称和名额"),
        (
            {"levels-0-title": "", "levels-0-most": "", "levels-0-least_result": ""},
            "至少写一个奖项",
        ),
        ({"groups-TOTAL_FORMS": "x"}, "页面没有完整送达"),
        ({"groups-0-subject": "999999"}, "请从列出的学科里选一项。"),
    ],
)
def test_mistakes_in_the_setting_are_told_beside_their_field(client, site_home, typed, words):
    page = make_event(event_kind="contest")
    client.force_login(page.owner)
    answer = client.post(url("settings", page.pk), FORM | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Contest.objects.exists()


def test_the_whole_way_at_the_desk(client, site_home):
    contest = make.make_contest(jurors_per_entry=1)
    entry = make.with_file(make.enter(contest, names_public=True, work_public=True))
    other = make.enter(contest)
    juror, spare = TeacherFactory(), TeacherFactory()
    client.force_login(contest.page.owner)
    pk = contest.page_id
    answer = client.post(url("jurors", pk), {"person": "NOBODY"})
    assert (answer.status_code, "没有这个工号" in answer.content.decode()) == (422, True)
    answer = client.post(url("jurors", pk), {"person": contest.page.owner.staff_number})
    assert "不能当盲评的评委" in answer.content.decode()
    for user in (juror, spare):
        client.post(url("jurors", pk), {"person": user.staff_number})
    assert client.post(url("draw", pk)).status_code == 409
    make.close(contest)
    assert "还没有文件的作品" in text(client, url("desk", pk))
    answer = client.post(url("draw", pk))
    assert "没有文件" in answer.content.decode()
    assert client.post(url("exclude", pk, other.pk), {"reason": ""}).status_code == 422
    client.post(url("exclude", pk, other.pk), {"reason": "没有文件"})
    assert client.post(url("draw", pk)).status_code == 302
    assert client.post(url("publish", pk)).status_code == 409
    assignment = Assignment.objects.get()
    gone = assignment.juror
    client.post(url("drop_juror", pk, gone.pk), {"reason": "病了"})
    assignment = Assignment.objects.standing().get()
    assert assignment.juror != gone
    make.judge(assignment, "9", "<script>alert(1)</script>")
    shown = text(client, url("scores", pk))
    assert "90.00" in shown
    assert "第 1" in shown
    back = url("return", pk, assignment.pk)
    assert client.post(back, {"reason": ""}).status_code == 422
    client.post(back, {"reason": "再看一遍"})
    make.judge(Assignment.objects.standing().get(), "8", "<script>alert(1)</script>")
    assert "公布结果" in text(client, url("desk", pk))
    client.post(url("publish", pk))
    assert client.post(url("publish", pk)).status_code == 409
    assert client.get(url("settings", pk)).status_code == 409
    client.force_login(entry.contestant)
    shown = text(client, url("entry", entry.pk))
    assert "80.00" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert assignment.juror.user.name not in shown
    client.post(url("object", entry.pk), {"text": "分算错了"})
    objection = Objection.objects.get()
    client.force_login(contest.page.owner)
    assert "有异议等您答复" in text(client, url("desk", pk))
    answer_url = url("answer", pk, objection.pk)
    assert client.post(answer_url, {"outcome": "upheld", "answer": ""}).status_code == 422
    client.post(answer_url, {"outcome": "rejected", "answer": "核对无误"})
    assert client.post(answer_url, {"outcome": "rejected", "answer": "又"}).status_code == 409
    assert "核对无误" in text(client, url("objections", pk))
    client.post(url("correct", pk), {"reason": "漏了一份"})
    assert "漏了一份" in text(client, contest.page.url)


def test_rows_of_another_contest_are_unknown(client, drawn):
    elsewhere = make.make_published()
    client.force_login(drawn.page.owner)
    pk = drawn.page_id
    juror, entry = elsewhere.jurors.first(), elsewhere.entries.first()
    for address in (
        url("drop_juror", pk, juror.pk),
        url("exclude", pk, entry.pk),
        url("return", pk, entry.assignments.first().pk),
        url("answer", pk, 999_999),
    ):
        assert client.post(address, {"reason": "别人的"}).status_code == 404


def test_the_export_says_why_and_neutralises_formulas(client, site_home):
    contest = make.make_contest(jurors_per_entry=1)
    entrant = TeacherFactory(name="=HYPERLINK(1)")
    make.with_file(make.enter(contest, entrant, title="+1"))
    make.add_juror(contest)
    make.close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    make.judge(Assignment.objects.get(), "9", "@评语")
    client.force_login(contest.page.owner)
    assert client.post(url("export", contest.page_id), {"reason": ""}).status_code == 302
    answer = client.post(url("export", contest.page_id), {"reason": "存档"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    row = [cell.value for cell in book["作品和结果"][2]]
    assert (row[3], row[6], row[8], row[10]) == ("'=HYPERLINK(1)", "'+1", 90, "一等奖")
    assert book["评分明细"].max_row == 3
    assert book["评分明细"][2][6].value == "'@评语"
    assert PageLogEntry.objects.get(action=CONTEST_TAKEN).data["reason"] == "存档"
    client.force_login(TeacherFactory())
    assert client.post(url("export", contest.page_id), {"reason": "好奇"}).status_code == 403
