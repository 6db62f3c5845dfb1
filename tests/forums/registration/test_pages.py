"""The pages of whoever registers: what they say, who sees what, bad input, constant queries."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from forums.models import (
    Admission,
    AgendaItem,
    EventSeries,
    EventSession,
    Material,
    Registration,
    Speaker,
)
from forums.models import RegistrationState as State
from forums.registration import actions
from home.demo.clock import at
from people.models import User
from tests.discussions.factories import make_crowd, passed, start
from tests.forums.factories import (
    ask,
    keep_seats,
    make_draft,
    make_event,
    make_host,
    make_open,
    register,
)
from tests.media.factories import ImageFactory
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20
LINK = "https://meeting.example/secret-room"


@pytest.fixture
def page(site_home):
    return make_open(capacity=2)


def url(name, *args):
    return reverse(f"events:{name}", args=args)


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


# -- the public page -------------------------------------------------------------------------


def test_the_public_page_says_how_many_seats_are_left(client, page):
    shown = text(client, page.url)
    assert "还剩 2 个名额，共 2 个" in shown
    assert "本区教师登录后报名" in shown
    register(page)
    register(page)
    assert "名额已满，可以排候补" in text(client, page.url)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": Admission.State.CALLED_OFF, "called_off_reason": "台风来了"}, "台风来了"),
        ({"closes_at": timezone.now() - timedelta(hours=1)}, "报名已经截止"),
        ({"opens_at": timezone.now() + timedelta(days=1)}, "开始报名"),
        ({"capacity": None}, "不限人数"),
    ],
)
def test_the_public_page_says_where_registration_stands(client, site_home, values, words):
    page = make_open(admission=values)
    assert words in text(client, page.url)


def test_seats_kept_for_units_are_not_promised_to_everybody(client, page):
    keep_seats(page, UnitFactory(), 2)
    shown = text(client, page.url)
    assert "公共名额已满" in shown
    assert "另有 2 个名额暂时留给各单位" in shown


def test_hours_are_shown_before_registering(client, site_home):
    starts = timezone.now() + timedelta(days=10)
    session = EventSession(
        title="上午场",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        room="三楼",
        planned_quarters=6,
        hours_basis="虚构文件〔2026〕1号",
    )
    page = make_open(sessions=[session], starts_at=starts)
    client.force_login(TeacherFactory())
    for address in (page.url, url("event", page.pk)):
        assert "拟认定 1.5 学时，依据：虚构文件〔2026〕1号" in text(client, address)


def test_nobody_but_those_with_a_seat_sees_the_link(client, site_home):
    page = make_open(capacity=1, mode="hybrid", admission={"online_link": LINK})
    seated, waiting = register(page).user, register(page).user
    for reader, sees in (
        (None, False),
        (TeacherFactory(), False),
        (waiting, False),
        (page.owner, False),
        (seated, True),
    ):
        client.logout()
        if reader:
            client.force_login(reader)
            assert (LINK in text(client, url("event", page.pk))) == sees
        assert LINK not in text(client, page.url)
        assert LINK not in text(client, reverse("forums:event_file", args=[page.pk]))


def test_the_api_and_the_search_know_no_link(client, site_home):
    page = make_open(admission={"online_link": LINK})
    answer = client.get(f"/api/v2/pages/{page.pk}/?fields=*")
    assert answer.status_code == 200
    assert LINK not in answer.content.decode()


# -- one event -------------------------------------------------------------------------------


def test_visitors_are_asked_to_sign_in(client, page):
    for name in ("mine", "organised"):
        assert client.get(url(name)).status_code == 302
    for name in ("event", "group", "desk", "settings"):
        assert client.get(url(name, page.pk)).status_code == 302


def test_a_teacher_registers_and_cancels_in_the_browser(client, page):
    teacher = TeacherFactory()
    client.force_login(teacher)
    answer = client.post(url("event", page.pk), follow=True)
    assert "报名成功，名额已经留好。" in answer.content.decode()
    own = Registration.objects.get(user=teacher)
    answer = client.post(url("cancel", own.pk), follow=True)
    assert "报名已经取消" in answer.content.decode()
    assert Registration.objects.get(user=teacher).state == State.CANCELLED


def test_who_comes_late_reads_the_place_in_the_queue(client, page):
    register(page)
    register(page)
    register(page)
    client.force_login(TeacherFactory())
    answer = client.post(url("event", page.pk), follow=True)
    assert "名额已满，您排在候补第 2 位" in answer.content.decode()


def test_a_missing_answer_is_asked_for_beside_its_field_and_nothing_typed_is_lost(client, page):
    needed, free = ask(page, "学段", is_required=True), ask(page, "想问什么")
    client.force_login(TeacherFactory())
    answer = client.post(url("event", page.pk), {f"question-{free.pk}": "怎样停车"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "请回答这个问题。" in shown
    assert "怎样停车" in shown
    assert f'name="question-{needed.pk}"' in shown
    assert not Registration.objects.exists()


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "\x00\x01", "😀" * 400, "长" * 301])
def test_strange_answers_never_break_anything(client, page, typed):
    free = ask(page, "想问什么")
    client.force_login(TeacherFactory())
    answer = client.post(url("event", page.pk), {f"question-{free.pk}": typed}, follow=True)
    assert answer.status_code in (200, 422)
    client.force_login(page.owner)
    assert "<script>alert(1)" not in text(client, url("desk", page.pk))


@pytest.mark.parametrize("number", ["9" * 5000, "x", "", "\u0663", "-1"])
def test_answers_to_no_question_are_dropped(client, page, number):
    client.force_login(TeacherFactory())
    # As a browser sends it; in parts so long a name would not be read at all.
    sent = urlencode({f"question-{number}": "随便"})
    form = "application/x-www-form-urlencoded"
    answer = client.post(url("event", page.pk), sent, content_type=form)
    assert answer.status_code == 302
    assert not Registration.objects.get().answers.exists()


def test_registering_after_the_end_says_why_not(client, page):
    client.force_login(TeacherFactory())
    with at(page.starts_at + timedelta(hours=1)):
        answer = client.post(url("event", page.pk))
    assert answer.status_code == 409
    assert "活动已经开始，不能再报名。" in answer.content.decode()


def test_an_event_that_is_not_public_is_unknown(client, site_home):
    draft = make_draft()
    client.force_login(TeacherFactory())
    assert client.get(url("event", draft.pk)).status_code == 404
    assert client.post(url("event", draft.pk)).status_code == 404
    assert client.get(url("event", 10**12)).status_code == 404


@pytest.mark.parametrize("verb", ["accept", "confirm", "cancel"])
def test_registrations_of_others_are_out_of_reach(client, page, verb):
    own = register(page)
    client.force_login(TeacherFactory())
    answer = client.post(url(verb, own.pk))
    assert answer.status_code == 409
    assert "没有这条报名" in answer.content.decode()
    assert client.get(url(verb, own.pk)).status_code == 405
    assert Registration.objects.get().state == State.ADMITTED


def test_what_needs_an_answer_stands_first(client, page):
    first, _, third = [register(page) for _ in range(3)]
    actions.cancel(registration_id=first.pk, by=first.user)
    client.force_login(third.user)
    shown = text(client, url("mine"))
    assert "等您答复" in shown
    answer = client.post(url("accept", third.pk), follow=True)
    assert "报名成功" in answer.content.decode()
    assert "等您答复" not in text(client, url("mine"))


def test_an_overlap_with_another_event_is_shown(client, page):
    own = register(page)
    other = make_open(title="同一天的讲座", starts_at=page.starts_at, ends_at=page.ends_at)
    client.force_login(own.user)
    shown = text(client, url("event", other.pk))
    assert "和您的另一场活动时间重叠" in shown
    assert page.title in shown


def test_a_withdrawn_event_is_no_longer_shown_in_the_own_list(client, page):
    own = register(page)
    type(page).objects.filter(pk=page.pk).update(live=False)
    client.force_login(own.user)
    assert page.title not in text(client, url("mine"))
    assert client.get(url("event", page.pk)).status_code == 404


def test_everybody_takes_out_the_own_record_and_nobody_s_else(client, page):
    question = ask(page, "想问什么")
    own = register(page, answers={question.pk: "=1+1"})
    other = register(page, answers={question.pk: "别人的"})
    actions.cancel(registration_id=own.pk, by=own.user)
    client.force_login(own.user)
    answer = client.get(url("own_data"))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    rows = {
        sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets
    }
    assert [row[:3] for row in rows["报名"]] == [(page.title, own.number, "已取消")]
    assert rows["报名时的回答"] == [(page.title, "想问什么", "'=1+1")]
    assert [row[2] for row in rows["报名的变动"]] == ["报名", "取消"]
    assert other.user.name not in str(rows)


# -- groups ----------------------------------------------------------------------------------


def test_a_school_administrator_registers_and_cancels_for_teachers(client, page):
    unit = UnitFactory()
    admin, teacher = SchoolAdminFactory(unit=unit), TeacherFactory(unit=unit)
    stranger = TeacherFactory(name="外校老师")
    client.force_login(admin)
    shown = text(client, url("group", page.pk))
    assert teacher.name in shown
    assert stranger.name not in shown
    answer = client.post(url("group", page.pk), {"people": [teacher.pk]}, follow=True)
    assert "已经报名：有名额 1 人。" in answer.content.decode()
    own = Registration.objects.get(user=teacher)
    answer = client.post(url("cancel", own.pk), follow=True)
    assert answer.redirect_chain[-1][0] == url("group", page.pk)
    answer = client.post(url("group", page.pk), {"people": [stranger.pk]})
    assert answer.status_code == 422
    assert "名单里没有这位老师" in answer.content.decode()
    answer = client.post(url("group", page.pk), {})
    assert "请选要报名的老师。" in answer.content.decode()


def test_other_teachers_register_nobody(client, page):
    client.force_login(TeacherFactory())
    assert client.get(url("group", page.pk)).status_code == 403


# -- constant queries ------------------------------------------------------------------------


def crowd(page, amount):
    """Write many registrations at once."""
    start = User.objects.count()
    users = User.objects.bulk_create(
        User(staff_number=f"C{start + n:06}", name=f"虚构{n}", password="!") for n in range(amount)
    )
    first = page.admission.next_number
    Registration.objects.bulk_create(
        Registration(
            page=page,
            user=user,
            number=first + n,
            state=State.ADMITTED if n % 2 else State.WAITING,
        )
        for n, user in enumerate(users)
    )
    Admission.objects.filter(page=page).update(next_number=first + amount)
    page.admission.refresh_from_db()


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_of_an_event_takes_the_same_queries_at_any_size(client, site_home):
    _, workshop = make_host()
    series = EventSeries.objects.create(title="巡讲")
    session = EventSession(title="上午场", starts_at=timezone.now() + timedelta(days=10))
    page = make_open(
        capacity=200,
        series=series,
        organising_page=workshop,
        cover=ImageFactory(),
        sessions=[session],
        agenda=[AgendaItem(title="读一段")],
        speakers=[Speaker(name="虚构人物")],
    )
    keep_seats(page, UnitFactory(), 3)
    Material.objects.create(
        page=page, title="录像", link="https://example.test/", released_at=timezone.now()
    )
    reader = TeacherFactory()
    crowded = make_crowd()
    passed(start(crowded["author"], ("event", page.pk)), crowded["editor"])
    counts = []
    for amount in (1, 10, 100):
        crowd(page, amount)
        client.logout()
        visitor = queries(client, page.url)
        client.force_login(reader)
        counts.append((visitor, queries(client, page.url), queries(client, url("event", page.pk))))
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= MOST_QUERIES, counts


def test_lists_of_events_take_the_same_queries_at_any_size(client, site_home):
    reader = TeacherFactory()
    addresses = ("/forums/", reverse("forums:calendar"), url("mine"), url("organised"))
    counts = []
    total = 0
    for amount in (1, 10, 100):
        while total < amount:
            total += 1
            event = make_open(reader, title=f"活动{total}", capacity=5)
            if total <= 10:
                register(event, reader)
        client.force_login(reader)
        counts.append([queries(client, address) for address in addresses])
        client.logout()
        counts[-1].append(queries(client, "/forums/"))
    assert counts[1] == counts[2]
    assert max(max(row) for row in counts) <= MOST_QUERIES, counts


def test_the_list_says_which_events_take_registrations(client, page):
    make_event(title="不用报名的")
    shown = text(client, "/forums/")
    assert shown.count("报名中") == 1
