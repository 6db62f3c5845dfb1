"""The pages of a contest: who may open them, what they must not tell."""

import pytest

from forums.models import Assignment, Entry
from people.roles import Role
from tests.forums.contests import factories as make
from tests.forums.contests.pages import main_of, text, url
from tests.forums.factories import make_draft, make_event
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


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
