"""The organiser's desk: who may open it, what it does, what leaves the house."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry, PageLogEntry

from forums.models import Admission, EventSession, ForumEventPage, Registration
from forums.models import RegistrationState as State
from forums.organising import following
from forums.organising.exporting import LIST_TAKEN
from forums.registration import actions
from people.roles import Role
from tests.forums.contests.factories import make_contest, make_published
from tests.forums.factories import ask, make_draft, make_event, make_host, make_open, register
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
DESK = ("desk", "settings", "decide", "materials", "call_off")


@pytest.fixture
def page(site_home):
    return make_open(capacity=2)


def url(name, *args):
    return reverse(f"events:{name}", args=args)


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("owner", 200),
        ("editor", 200),
        ("chief", 200),
        ("host", 200),
        ("colleague", 403),
        ("outsider", 403),
        ("school admin", 403),
    ],
)
def test_who_may_open_the_desk(client, site_home, who, status):
    host, workshop = make_host()
    page = make_open(organising_page=workshop)
    people = {
        "owner": lambda: page.owner,
        "editor": lambda: UserFactory(role=Role.EDITOR),
        "chief": lambda: UserFactory(role=Role.CHIEF_EDITOR),
        "host": lambda: host,
        "colleague": lambda: TeacherFactory(unit=page.owner.unit),
        "outsider": TeacherFactory,
        "school admin": lambda: SchoolAdminFactory(unit=page.owner.unit),
    }
    client.force_login(people[who]())
    for name in DESK:
        assert client.get(url(name, page.pk)).status_code == status, name


def test_the_desk_of_a_draft_is_unknown_to_others(client, site_home):
    draft = make_draft()
    client.force_login(TeacherFactory())
    for name in DESK:
        assert client.get(url(name, draft.pk)).status_code == 404
    client.force_login(draft.owner)
    assert "提案" in text(client, url("desk", draft.pk))


FORM = {
    "state": "open",
    "capacity": "30",
    "opens_at": "",
    "closes_at": "",
    "offer_hours": "12",
    "confirm_hours_before": "48",
    "online_link": "",
    "online_note": "",
    "kept-TOTAL_FORMS": "1",
    "kept-INITIAL_FORMS": "0",
    "kept-0-unit": "",
    "kept-0-seats": "",
    "kept-0-release_at": "",
    "questions-TOTAL_FORMS": "1",
    "questions-INITIAL_FORMS": "0",
    "questions-0-label": "",
    "questions-0-kind": "",
    "questions-0-options": "",
}


def test_an_organiser_sets_registration_up(client, site_home):
    page, unit = make_event(), UnitFactory()
    client.force_login(page.owner)
    assert "先写下名额和时间" in text(client, url("desk", page.pk))
    rows = {
        "kept-0-unit": unit.pk,
        "kept-0-seats": "5",
        "kept-0-release_at": "2030-01-01T08:00",
        "questions-0-label": "学段",
        "questions-0-kind": "choice",
        "questions-0-options": "小学，初中",
    }
    answer = client.post(url("settings", page.pk), FORM | rows)
    assert answer.status_code == 302
    admission = Admission.objects.get(page=page)
    assert (admission.state, admission.capacity, admission.offer_hours) == ("open", 30, 12)
    assert admission.unit_seats.get().unit == unit
    assert admission.questions.get().options == "小学，初中"
    shown = text(client, url("settings", page.pk))
    assert 'value="学段"' in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"capacity": "0"}, "不能小于 1。"),
        ({"capacity": "很多"}, "请填整数。"),
        ({"opens_at": "明天"}, "请写成 2025-09-10 14:30 这样的时间。"),
        ({"online_link": "javascript:alert(1)"}, "请填完整的网址"),
        ({"state": "called_off"}, "请从几项里选一项。"),
        ({"state": ""}, "请选一项。"),
        ({"kept-0-seats": "5"}, "单位、名额和放开时间都要写"),
        ({"kept-0-unit": "999999999"}, "请从列出的单位里选一个。"),
        ({"questions-0-label": "选哪个", "questions-0-kind": "choice"}, "请至少写两个选项"),
        ({"kept-TOTAL_FORMS": "x"}, "页面没有完整送达"),
        ({"offer_hours": ""}, "请填写。"),
    ],
)
def test_mistakes_are_told_beside_their_field(client, site_home, typed, words):
    page = make_event()
    client.force_login(page.owner)
    answer = client.post(url("settings", page.pk), FORM | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Admission.objects.exists()


def test_what_the_action_refuses_stands_beside_its_field_too(client, page):
    register(page)
    register(page)
    client.force_login(page.owner)
    answer = client.post(url("settings", page.pk), FORM | {"capacity": "1"})
    assert answer.status_code == 422
    assert "已经有 2 人占着名额" in answer.content.decode()


def test_the_list_shows_who_registered_and_what_they_answered(client, page):
    question = ask(page, "是否用餐")
    own = register(page, answers={question.pk: "自带"})
    client.force_login(page.owner)
    shown = text(client, url("desk", page.pk))
    assert own.user.name in shown
    assert "自带" in shown
    waiting = text(client, url("desk", page.pk) + "?state=waiting")
    assert "这一栏还没有人。" in waiting
    assert "自带" not in waiting
    assert own.user.phone not in shown
    for odd in ("?state=%00", "?state=x&page=-1", "?page=9999"):
        assert client.get(url("desk", page.pk) + odd).status_code == 200


def test_deciding_in_the_browser(client, site_home):
    page = make_open(admission={"needs_approval": True})
    one, other = register(page), register(page)
    client.force_login(page.owner)
    address = url("decide", page.pk)
    answer = client.post(address, {"verdict": "approve"})
    assert "请先选人。" in answer.content.decode()
    client.post(address, {"verdict": "approve", "chosen": [one.pk]})
    answer = client.post(address, {"verdict": "refuse", "chosen": [other.pk]})
    assert (answer.status_code, "请写一句理由" in answer.content.decode()) == (422, True)
    client.post(address, {"verdict": "refuse", "chosen": [other.pk], "reason": "满了"})
    rows = Registration.objects.order_by("number").values_list("state", flat=True)
    assert list(rows) == [State.ADMITTED, State.REFUSED]
    assert client.post(address, {"verdict": "approve", "chosen": ["x"]}).status_code == 422


def test_cancelling_somebody_needs_a_reason(client, page):
    own = register(page)
    client.force_login(page.owner)
    address = url("remove", page.pk, own.pk)
    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "报错了场次"})
    assert Registration.objects.get(pk=own.pk).state == State.CANCELLED
    assert client.get(address).status_code == 409
    elsewhere = register(make_open())
    assert client.get(url("remove", page.pk, elsewhere.pk)).status_code == 409


def test_calling_off_in_the_browser(client, page):
    register(page)
    client.force_login(page.owner)
    client.post(url("call_off", page.pk), {"reason": "台风来了"})
    assert "台风来了" in text(client, page.url)
    assert client.get(url("settings", page.pk)).status_code == 409


def test_the_export_says_why_and_neutralises_formulas(client, page):
    question = ask(page)
    teacher = TeacherFactory(name="=HYPERLINK(1)")
    register(page, teacher, answers={question.pk: "+1"})
    gone = register(page)
    actions.cancel(registration_id=gone.pk, by=gone.user)
    client.force_login(page.owner)
    assert client.post(url("export", page.pk), {"reason": ""}).status_code == 302
    answer = client.post(url("export", page.pk), {"reason": "排座位"})
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    row = [cell.value for cell in book["报名名单"][2]]
    assert row[1] == "'=HYPERLINK(1)"
    assert row[-1] == "'+1"
    assert book["已退出"].max_row == 2
    entry = PageLogEntry.objects.get(action=LIST_TAKEN)
    assert entry.data == {"reason": "排座位", "rows": 2}
    assert not ModelLogEntry.objects.filter(action=LIST_TAKEN).exists()


def test_only_who_runs_the_event_exports(client, page):
    client.force_login(TeacherFactory())
    assert client.post(url("export", page.pk), {"reason": "好奇"}).status_code == 403


def test_the_next_one_is_made_from_this_one_once(client, site_home):
    starts = timezone.now() + timedelta(days=10)
    session = EventSession(title="上午", starts_at=starts, ends_at=starts + timedelta(hours=1))
    page = make_open(sessions=[session], starts_at=starts, capacity=7)
    ask(page, "学段")
    register(page)
    client.force_login(page.owner)
    token = uuid.uuid4()
    client.post(url("clone", page.pk), {"token": token})
    client.post(url("clone", page.pk), {"token": token})
    new = ForumEventPage.objects.exclude(pk=page.pk).get()
    assert (new.live, new.owner, new.title) == (False, page.owner, page.title)
    assert new.starts_at == starts + timedelta(weeks=52)
    assert new.sessions.get().starts_at == starts + timedelta(weeks=52)
    assert new.sessions.get().key != page.sessions.get().key
    assert (new.admission.capacity, new.admission.state) == (7, "preparing")
    assert new.admission.questions.get().label == "学段"
    assert not new.registrations.exists()


def test_the_next_contest_begins_as_this_one_was_set_up(client, site_home):
    contest = make_published(places=3, order="number", objection_days=7)
    page = contest.page
    client.force_login(page.owner)
    client.post(url("clone", page.pk), {"token": uuid.uuid4()})
    draft = ForumEventPage.objects.exclude(pk=page.pk).get()
    new = draft.contest
    assert (new.places, new.order, new.objection_days) == (3, "number", 7)
    assert new.entry_closes_at == contest.entry_closes_at + timedelta(weeks=52)
    assert new.judging_ends_at == contest.judging_ends_at + timedelta(weeks=52)
    for rows in ("groups", "criteria", "levels"):
        names = ("title", "order", "stage") if rows == "groups" else ("title", "order")
        old_rows = list(getattr(contest, rows).values_list(*names))
        assert list(getattr(new, rows).values_list(*names)) == old_rows
    assert list(new.criteria.values_list("weight", flat=True)) == [60, 40]
    assert not new.entries.exists()
    assert not new.jurors.exists()
    assert (new.is_drawn, new.is_published, new.draws, new.next_number) == (False, False, 0, 1)
    assert new.seed != contest.seed
    assert "照“虚构基本功大赛”" in text(client, reverse("contests:desk", args=[draft.pk]))


def test_a_contest_that_is_there_stays_as_it_is(client, site_home):
    contest = make_contest()
    page = contest.page
    client.force_login(page.owner)
    token = uuid.uuid4()
    client.post(url("clone", page.pk), {"token": token})
    draft = ForumEventPage.objects.exclude(pk=page.pk).get()
    draft.contest.groups.all().delete()
    client.post(url("clone", page.pk), {"token": token})
    assert not draft.contest.groups.exists()


def test_the_report_begins_with_what_is_known(client, site_home):
    now = timezone.now()
    page = make_open(starts_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    register(page)
    client.force_login(page.owner)
    answer = client.post(url("report", page.pk))
    assert answer.status_code == 409
    ForumEventPage.objects.filter(pk=page.pk).update(
        starts_at=now - timedelta(days=1), ends_at=now - timedelta(hours=20)
    )
    client.post(url("report", page.pk))
    draft = ForumEventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    words = str(draft.report[0].value.source)
    assert "报名成功 1 人。" in words
    assert "虚构小学报告厅" in words
    answer = client.post(url("report", page.pk), follow=True)
    assert "报道已经开了头" in answer.content.decode()


def test_nobody_else_begins_the_report(client, site_home):
    page = make_event(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1)
    )
    client.force_login(UserFactory(role=Role.EDITOR))
    assert client.post(url("report", page.pk)).status_code == 403
    assert following.report_facts(page)[0].startswith(f"{timezone.localtime(page.starts_at):%Y}年")


@pytest.mark.parametrize("name", ["desk", "decide"])
def test_the_desk_takes_the_same_queries_at_any_size(client, site_home, name):
    page = make_open(capacity=None, admission={"needs_approval": name == "decide"})
    question = ask(page)
    client.force_login(page.owner)
    counts, total = [], 0
    for amount in (1, 10, 40):
        while total < amount:
            total += 1
            register(page, answers={question.pk: "好"})
        client.get(url(name, page.pk))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(name, page.pk)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 26, counts
