"""The pages of class hours: teacher, host, school; Excel for the official system."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from forums.attendance import actions as door
from forums.hours import actions
from forums.models import ForumEventPage, HoursEntry, HoursExport
from people.roles import Role
from tests.forums.attendance.factories import make_session, present
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
NO_AUTHORITY = "以官方学时系统认定的为准"


@pytest.fixture
def session(site_home):
    return make_session(hours_from_now=-3)


def url(name, *args):
    return reverse(f"hours:{name}", args=args)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def entry_of(session, person=None):
    person = person or TeacherFactory()
    present(session, person)
    actions.propose(session_id=session.pk, by=session.page.owner)
    return HoursEntry.objects.standing().get(user=person)


def confirmed(session, person=None):
    entry = entry_of(session, person)
    actions.confirm(entry_ids=[entry.pk], by=session.page.owner, step="host")
    school = SchoolAdminFactory(unit=entry.unit)
    actions.confirm(entry_ids=[entry.pk], by=school, step="school")
    return entry, school


def test_visitors_are_asked_to_sign_in(client, session):
    entry = entry_of(session)
    for address in (
        url("own"),
        url("session", session.pk),
        url("school"),
        url("counter", entry.pk),
    ):
        assert "/login/" in client.get(address).url
    for address in (url("export"), url("school_confirm"), url("propose", session.pk)):
        assert "/login/" in client.post(address).url


def test_a_teacher_sees_the_own_hours_only(client, session):
    entry = entry_of(session)
    client.force_login(entry.user)
    text = page(client, url("own"))
    assert NO_AUTHORITY in text
    assert "等主持人确认" in text
    assert "2 学时" in text
    assert session.hours_basis in text
    page(client, url("session", session.pk), 403)
    page(client, url("school"), 403)
    page(client, url("counter", entry.pk), 404)
    assert client.post(url("export"), {}).status_code == 403
    client.force_login(TeacherFactory())
    assert session.page.title not in page(client, url("own"))


def test_what_was_taken_back_is_seen_with_its_reason(client, session):
    entry, _ = confirmed(session)
    actions.counter(entry_id=entry.pk, by=session.page.owner, reason="登记错了人")
    client.force_login(entry.user)
    text = page(client, url("own"))
    assert "登记错了人" in text
    assert "已冲销，不再计入" in text
    assert "<strong>0</strong>" in text


def test_the_host_proposes_and_confirms(client, session):
    mark = present(session)
    late = present(session)
    type(late).objects.filter(pk=late.pk).update(is_late=True)
    client.force_login(session.page.owner)
    address = url("session", session.pk)
    assert NO_AUTHORITY in page(client, address)
    assert client.post(url("propose", session.pk)).url == address
    entry, flagged = (HoursEntry.objects.get(attendance=each) for each in (mark, late))
    text = page(client, address)
    assert f'value="{entry.pk}" id="e{entry.pk}" checked' in text
    assert f'value="{flagged.pk}" id="e{flagged.pk}">' in text  # to be looked at first
    confirm = url("session_confirm", session.pk)
    assert client.post(confirm, {"entries": [""]}).status_code == 422
    assert client.post(confirm, {"entries": [entry.pk, "x"]}).status_code == 302
    assert "主持人已确认" in page(client, address)


def test_the_school_confirms_its_own_only(client, session):
    entry = entry_of(session)
    other = entry_of(session, TeacherFactory(unit=UnitFactory()))
    ids = [entry.pk, other.pk]
    actions.confirm(entry_ids=ids, by=session.page.owner, step="host")
    school = SchoolAdminFactory(unit=entry.unit)
    client.force_login(school)
    text = page(client, url("school"))
    assert entry.user.name in text
    assert f'id="e{other.pk}"' not in text
    assert client.post(url("school_confirm"), {"entries": ids}).status_code == 403
    assert client.post(url("school_confirm"), {}).status_code == 422
    assert client.post(url("school_confirm"), {"entries": [entry.pk]}).status_code == 302
    assert entry.user.name not in page(client, url("school"))


def test_the_school_takes_back(client, session):
    entry = entry_of(session)
    client.force_login(SchoolAdminFactory(unit=entry.unit))
    address = url("counter", entry.pk) + "?next=" + url("school")
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "没有派这位老师"}).url == url("school")
    page(client, address, 404)
    elsewhere = url("counter", entry_of(session).pk) + "?next=https://evil.example/"
    client.force_login(session.page.owner)
    assert client.post(elsewhere, {"reason": "有误"}).url == url("own")


def export(client, **fields):
    today = timezone.localdate()
    values = {"since": today - timedelta(days=5), "until": today, "reason": "录入官方系统"}
    return client.post(url("export"), values | fields)


def rows_of(answer):
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)]


def test_export_holds_what_both_confirmed(client, session):
    ForumEventPage.objects.filter(pk=session.page_id).update(title="=1+1")
    person = TeacherFactory(name="@虚构", staff_number="000123")
    _, school = confirmed(session, person)
    entry_of(session)  # only proposed
    confirmed(session, TeacherFactory(unit=UnitFactory()))
    client.force_login(school)
    (row,) = rows_of(export(client))
    assert row[:2] == ["000123", "'@虚构"]
    assert (row[4], row[6], row[7]) == ("'=1+1", 2, 120)
    log = HoursExport.objects.get()
    assert (log.by, log.rows, log.reason) == (school, 1, "录入官方系统")
    client.force_login(UserFactory(role=Role.EDITOR))
    assert len(rows_of(export(client))) == 2
    yesterday = timezone.localdate() - timedelta(days=5)
    assert rows_of(export(client, until=yesterday)) == []


def test_everybody_takes_out_what_is_kept_about_them(client, session):
    entry, _ = confirmed(session)
    other = entry_of(session)
    actions.counter(entry_id=entry.pk, by=session.page.owner, reason="登记错了人")
    client.force_login(entry.user)
    answer = client.get(url("own_data"))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames == ["签到", "签到的变动", "学时", "证书"]
    text = str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])
    assert "登记错了人" in text
    assert book["学时"].max_row == 3
    assert other.user.name not in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"since": ""}, "请填写日期"),
        ({"since": "gestern"}, "这样的日期"),
        ({"until": "1999-01-01"}, "不能早于"),
        ({"reason": " "}, "请写明用途"),
    ],
)
def test_a_wrong_export_is_told(client, session, fields, words):
    client.force_login(SchoolAdminFactory())
    answer = export(client, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not HoursExport.objects.exists()


@pytest.mark.parametrize("amount", [1, 10, 100])
def test_pages_ask_constantly(client, session, amount, django_assert_max_num_queries):
    unit = UnitFactory()
    people = [TeacherFactory(unit=unit) for _ in range(amount)]
    host = session.page.owner
    door.mark(session_id=session.pk, by=host, user_ids=[person.pk for person in people])
    actions.propose(session_id=session.pk, by=host)
    client.force_login(host)
    with django_assert_max_num_queries(25):
        page(client, url("session", session.pk))
    ids = list(HoursEntry.objects.values_list("pk", flat=True))
    actions.confirm(entry_ids=ids, by=host, step="host")
    client.force_login(SchoolAdminFactory(unit=unit))
    with django_assert_max_num_queries(20):
        page(client, url("school"))
    client.force_login(people[0])
    page(client, url("own"))  # the first of the session writes down where it began
    with django_assert_max_num_queries(16):
        page(client, url("own"))
