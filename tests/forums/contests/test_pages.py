"""The pages of a contest: who may open them, what they must not tell, what mistakes lead to."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from forums.contests import actions
from forums.contests.exporting import CONTEST_TAKEN
from forums.models import Assignment, Contest, Entry, Juror, Objection
from people.roles import Role
from tests.forums.contests import factories as make
from tests.forums.factories import make_draft, make_event
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"contests:{name}", args=args)


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def main_of(markup):
    return re.search(r"<main.*</main>", markup, re.DOTALL)[0]


@pytest.fixture
def drawn(site_home):
    """A drawn contest with one entry that names must not leak from."""
    contest = make.make_contest()
    unit = UnitFactory(name="泄密虚构小学")
    entrant = TeacherFactory(unit=unit, name="泄密人", staff_number="LEAK01")
    make.with_file(make.enter(contest, entrant, title="圆的周长"))
    for _ in range(2):
        make.add_juror(contest)
    make.close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    contest.refresh_from_db()
    return contest


# -- who may open what ----------------------------------------------------------------------

DESK = ("desk", "settings", "jurors", "entries", "scores", "objections", "correct")
ROLES = {
    "owner": (200, 403),
    "editor": (200, 403),
    "juror": (403, 200),
    "entrant": (403, 403),
    "teacher": (403, 403),
    "school admin": (403, 403),
    "anonymous": (302, 302),
}


@pytest.mark.parametrize("who", ROLES)
def test_who_opens_the_desk_and_who_judges(client, drawn, who):
    people = {
        "owner": lambda: drawn.page.owner,
        "editor": lambda: UserFactory(role=Role.EDITOR),
        "juror": lambda: drawn.jurors.first().user,
        "entrant": lambda: drawn.entries.get().contestant,
        "teacher": TeacherFactory,
        "school admin": lambda: SchoolAdminFactory(unit=drawn.entries.get().unit),
    }
    if who in people:
        client.force_login(people[who]())
    at_desk, at_judging = ROLES[who]
    for name in DESK:
        assert client.get(url(name, drawn.page_id)).status_code == at_desk, name
    assert client.get(url("judging", drawn.page_id)).status_code == at_judging
    number = drawn.entries.get().blind_number
    assert client.get(url("score", drawn.page_id, number)).status_code == at_judging
    file = url("judging_file", drawn.page_id, number, 1)
    assert client.get(file).status_code == at_judging
    file_id = drawn.entries.get().files.get().pk
    expected = {"owner": 200, "editor": 200, "entrant": 200, "anonymous": 302}.get(who, 404)
    assert client.get(url("file", file_id)).status_code == expected


def test_a_contest_of_a_draft_is_unknown_to_others(client, site_home):
    contest = make.make_contest(page=make_draft(event_kind="contest"))
    for user in (TeacherFactory(), SchoolAdminFactory()):
        client.force_login(user)
        for name in (*DESK, "contest", "judging"):
            assert client.get(url(name, contest.page_id)).status_code == 404, name
    client.force_login(contest.page.owner)
    assert "还不能收作品" in text(client, url("desk", contest.page_id))


def test_an_event_of_another_kind_has_no_desk(client, site_home):
    page = make_event()
    client.force_login(page.owner)
    assert client.get(url("desk", page.pk)).status_code == 404


# -- blind ----------------------------------------------------------------------------------


def test_a_juror_reads_no_name_anywhere(client, drawn):
    entry, juror = drawn.entries.get(), drawn.jurors.first()
    client.force_login(juror.user)
    number = entry.blind_number
    pages = [
        url("mine"),
        url("contest", drawn.page_id),
        url("judging", drawn.page_id),
        url("score", drawn.page_id, number),
        url("step_aside", drawn.page_id, number),
        drawn.page.url,
        url("own_data"),
    ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        content = answer.content if not answer.streaming else b"".join(answer.streaming_content)
        for secret in ("泄密", "LEAK01", "我的.pdf", entry.contestant.phone):
            assert secret.encode() not in content, (address, secret)
        assert "泄密" not in str(answer.headers)
    assert "圆的周长" in text(client, url("score", drawn.page_id, number))
    answer = client.get(url("judging_file", drawn.page_id, number, 1))
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"%PDF")
    assert answer["Cache-Control"].startswith("private, no-store")
    headers = str(answer.headers)
    assert "pdf" in headers
    for word in ("泄密", "我的"):
        assert word not in headers
    document = entry.files.get().document
    assert client.get(document.url).status_code == 404


def test_an_entry_of_the_own_school_is_refused_in_clear_words(client, drawn):
    entry = drawn.entries.get()
    colleague = make.add_juror(drawn, TeacherFactory(unit=entry.unit))
    client.force_login(colleague.user)
    for address in (
        url("score", drawn.page_id, entry.blind_number),
        url("judging_file", drawn.page_id, entry.blind_number, 1),
        url("step_aside", drawn.page_id, entry.blind_number),
    ):
        shown = text(client, address, 403)
        assert "没有分给您评审" in shown
        assert "同一单位" in shown
        assert "圆的周长" not in shown
        assert "泄密" not in shown
        # The same words for a number that nobody has: they tell nothing.
        other = address.replace(f"/judging/{entry.blind_number}/", "/judging/9999/")
        assert main_of(text(client, other, 403)) == main_of(shown)
    assert not Assignment.objects.filter(juror=colleague).exists()


def test_a_juror_sees_no_points_of_others(client, drawn):
    one, two = Assignment.objects.order_by("pk")
    make.judge(one, "3.5", "只给自己看")
    own = 'value="3.5"'
    for juror, is_shown in ((one.juror, True), (two.juror, False)):
        client.force_login(juror.user)
        shown = text(client, url("score", drawn.page_id, two.entry.blind_number))
        assert ("只给自己看" in shown) is is_shown
        assert (own in shown or "<dd>3.5</dd>" in shown) is is_shown


# -- judging in the browser -----------------------------------------------------------------


def test_judging_keeps_what_was_typed_and_says_what_is_wrong(client, drawn):
    mine = Assignment.objects.first()
    one, two = drawn.criteria.all()
    client.force_login(mine.juror.user)
    address = url("score", drawn.page_id, mine.entry.blind_number)
    typed = {f"criterion-{one.pk}": "8.3", f"criterion-{two.pk}": "很好", "comment": "打的字还在"}
    answer = client.post(address, typed | {"action": "hand_in"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "请填数字" in shown
    assert "打的字还在" in shown
    typed[f"criterion-{two.pk}"] = "9"
    shown = client.post(address, typed | {"action": "hand_in"}).content.decode()
    assert "每级 0.5 分" in shown
    typed[f"criterion-{one.pk}"] = ""
    assert client.post(address, typed | {"action": "save"}).status_code == 302
    shown = client.post(address, typed | {"action": "hand_in"}).content.decode()
    assert "请打分，交分前每项都要打。" in shown
    typed[f"criterion-{one.pk}"] = "10"
    answer = client.post(address, typed | {"action": "hand_in"}, follow=True)
    assert "已经交分" in answer.content.decode()
    shown = text(client, address)
    assert "已经交分，不能再改" in shown
    assert "10" in main_of(shown)
    assert client.post(address, typed | {"action": "save"}).status_code == 409


@pytest.mark.parametrize("value", ["1e400", "NaN", "Infinity", "９" * 50, "\x00", "8.555", "-0.5"])
def test_odd_points_are_refused(client, drawn, value):
    mine = Assignment.objects.first()
    client.force_login(mine.juror.user)
    address = url("score", drawn.page_id, mine.entry.blind_number)
    typed = {f"criterion-{row.pk}": value for row in drawn.criteria.all()}
    assert client.post(address, typed | {"action": "hand_in"}).status_code == 422


def test_stepping_aside_in_the_browser(client, drawn):
    mine = Assignment.objects.first()
    client.force_login(mine.juror.user)
    address = url("step_aside", drawn.page_id, mine.entry.blind_number)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "我带过这课"}).status_code == 302
    assert client.get(address).status_code == 403
    client.force_login(drawn.page.owner)
    shown = text(client, url("desk", drawn.page_id))
    assert "评委不够的作品" in shown
    assert "我带过这课" in shown


# -- entering in the browser ----------------------------------------------------------------


def test_entering_in_the_browser(client, site_home):
    contest = make.make_contest()
    teacher = TeacherFactory()
    client.force_login(teacher)
    assert contest.page.title in text(client, url("mine"))
    assert "去参赛" in text(client, contest.page.url)
    address = url("contest", contest.page_id)
    answer = client.post(address, {"group": "", "title": "打的字还在"})
    assert answer.status_code == 422
    assert "请选参赛的组。" in answer.content.decode()
    assert "打的字还在" in answer.content.decode()
    group = make.first_group(contest).pk
    shown = client.post(address, {"group": group, "title": teacher.name}).content.decode()
    assert "不要写姓名和单位" in shown
    client.post(address, {"group": group, "title": "圆的周长", "names_public": "on"})
    entry = Entry.objects.get()
    assert (entry.names_public, entry.work_public) == (True, False)
    add = url("add_file", entry.pk)
    assert client.post(add, {}).status_code == 422
    answer = client.post(add, {"file": make.pdf()}, follow=True)
    assert "课例.pdf" in answer.content.decode()
    answer = client.post(url("title", entry.pk), {"title": "圆"}, follow=True)
    assert "圆" in answer.content.decode()
    client.post(url("consent", entry.pk), {"work_public": "on"})
    entry.refresh_from_db()
    assert (entry.names_public, entry.work_public) == (False, True)
    client.post(url("remove_file", entry.files.get().pk))
    client.post(url("withdraw", entry.pk))
    entry.refresh_from_db()
    assert (entry.state, entry.files.count()) == ("withdrawn", 0)


def test_an_entry_is_its_entrants_only(client, drawn):
    entry = drawn.entries.get()
    file = entry.files.get()
    for user in (TeacherFactory(unit=entry.unit), drawn.jurors.first().user, drawn.page.owner):
        client.force_login(user)
        assert client.get(url("entry", entry.pk)).status_code == 404
        for name in ("title", "add_file", "consent", "object", "withdraw"):
            assert client.post(url(name, entry.pk), {"title": "x"}).status_code == 404, name
        assert client.post(url("remove_file", file.pk)).status_code == 409
    assert entry.files.exists()


def test_entering_when_it_is_over(client, site_home):
    contest = make.make_contest()
    group = make.first_group(contest).pk
    make.close(contest)
    client.force_login(TeacherFactory())
    answer = client.post(url("contest", contest.page_id), {"group": group, "title": "晚了"})
    assert (answer.status_code, "收作品已经截止。" in answer.content.decode()) == (409, True)
    assert "报上作品" not in text(client, url("contest", contest.page_id))


# -- the desk in the browser ----------------------------------------------------------------


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


# -- the public -----------------------------------------------------------------------------


def test_names_and_works_are_public_with_consent_only(client, site_home):
    contest = make.make_contest(levels=[*make.LEVELS], shows_scores=True)
    named = make.with_file(
        make.enter(contest, TeacherFactory(name="愿公开"), names_public=True, work_public=True)
    )
    hidden = make.with_file(make.enter(contest, TeacherFactory(name="不公开")))
    for _ in range(2):
        make.add_juror(contest)
    make.close(contest)
    actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
    make.judge_all(contest)
    results = reverse("forums:contest_results", args=[contest.page_id])
    work = reverse("forums:contest_work", args=[named.files.get().pk])
    kept = reverse("forums:contest_work", args=[hidden.files.get().pk])
    for address in (results, work, kept):
        assert client.get(address).status_code == 404
    assert "愿公开" not in text(client, contest.page.url)
    actions.publish(page_id=contest.page_id, by=contest.page.owner)
    for address in (results, contest.page.url):
        shown = text(client, address)
        assert "愿公开" in shown
        assert named.unit.name in shown
        assert work in shown
        assert "不公开" not in shown
        assert hidden.unit.name not in shown
        assert kept not in shown
        assert f"{hidden.number} 号作品" in shown
        assert "80.00 分" in shown
    assert client.get(work).status_code == 200
    assert client.get(kept).status_code == 404
    values = {"entry_id": named.pk, "by": named.contestant}
    actions.set_consent(**values, names_public=False, work_public=False)
    assert "愿公开" not in text(client, contest.page.url)
    assert client.get(work).status_code == 404


def test_the_list_is_ordered_as_the_setting_says(client, site_home):
    for order, expected in (
        ("name", ["单虚构", "陈虚构", "赵虚构"]),
        ("number", ["赵虚构", "单虚构", "陈虚构"]),
        ("score", ["陈虚构", "赵虚构", "单虚构"]),
    ):
        contest = make.make_contest(levels=[make.LevelRow("奖", 9)], order=order)
        given = {"赵虚构": "7", "单虚构": "6", "陈虚构": "9"}
        for name in given:
            make.with_file(make.enter(contest, TeacherFactory(name=name), names_public=True))
        for _ in range(2):
            make.add_juror(contest)
        make.close(contest)
        actions.draw_lots(page_id=contest.page_id, by=contest.page.owner)
        for each in Assignment.objects.standing().filter(entry__contest=contest):
            make.judge(each, given[each.entry.contestant.name])
        actions.publish(page_id=contest.page_id, by=contest.page.owner)
        shown = text(client, reverse("forums:contest_results", args=[contest.page_id]))
        if order == "name":
            expected = sorted(expected, key=lambda name: {"陈": 1, "单": 2, "赵": 3}[name[0]])
        assert sorted(expected, key=shown.index) == expected


def test_results_of_a_withdrawn_event_are_gone(client, site_home):
    contest = make.make_published(entries=1)
    results = reverse("forums:contest_results", args=[contest.page_id])
    assert client.get(results).status_code == 200
    type(contest.page).objects.filter(pk=contest.page_id).update(live=False)
    assert client.get(results).status_code == 404


# -- queries --------------------------------------------------------------------------------


def counted(client, address):
    """Return the fewest queries of two looks: what is kept for some minutes may just end."""
    client.get(address)
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        found.append(len(captured))
    return min(found)


def test_pages_take_the_same_queries_at_any_size(client, site_home):
    contest = make.make_contest(jurors_per_entry=1, levels=[make.LevelRow("奖", 99)])
    juror = make.add_juror(contest)
    counts = []
    for amount in (1, 10, 40):
        while contest.entries.count() < amount:
            entry = make.with_file(make.enter(contest, names_public=True, work_public=True))
            entry.blind_number = entry.number
            entry.save()
            Assignment.objects.create(entry=entry, juror=juror)
        now = contest.entry_closes_at
        Contest.objects.filter(pk=contest.pk).update(drawn_at=now)
        Assignment.objects.update(handed_in_at=None)
        for each in Assignment.objects.filter(scores=None).select_related("juror__user"):
            for row in contest.criteria.all():
                each.scores.create(criterion=row, value=8)
        Assignment.objects.update(handed_in_at=now)
        client.force_login(contest.page.owner)
        pk = contest.page_id
        own = [url(name, pk) for name in ("desk", "entries", "jurors", "scores")]
        found = [counted(client, address) for address in own]
        client.force_login(juror.user)
        found += [counted(client, url("judging", pk)), counted(client, url("mine"))]
        level = contest.levels.get()
        Entry.objects.update(award=level, place=1, result=80)
        Contest.objects.filter(pk=contest.pk).update(published_at=now)
        client.logout()
        results = reverse("forums:contest_results", args=[pk])
        found += [counted(client, results), counted(client, contest.page.url)]
        Contest.objects.filter(pk=contest.pk).update(published_at=None, drawn_at=None)
        counts.append(found)
    assert counts[0] == counts[1] == counts[2], counts
    assert max(counts[0]) <= 26, counts
    assert max(counts[0][-2:]) <= 20, counts


def test_conflicts_of_hundreds_cost_no_query_each(site_home, django_assert_max_num_queries):
    contest = make.make_contest()
    for _ in range(8):
        make.enter(contest)
        make.add_juror(contest)
    from forums.contests import queries

    jurors = list(Juror.objects.prefetch_related("groups"))
    entries = list(Entry.objects.select_related("unit"))
    with django_assert_max_num_queries(6):
        queries.may_judge(contest, jurors, entries)
