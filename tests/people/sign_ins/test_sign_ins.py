"""我的登录: what is listed, ended, noted, cleared away."""

import json
import time
import zipfile
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people import actions
from people.actions.sessions import end_other_sessions, end_session
from people.choices import AuditKind, Role
from people.models import AuditEntry, User
from people.personal.erasing import erase_person
from people.personal.exporting import person_archive, summary
from people.session_limits import GRAIN, SEEN
from people.sign_ins.following import LISTED
from people.sign_ins.queries import open_sign_ins
from tests.people.factories import PASSWORD, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/my/logins/"
PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0"


@pytest.fixture
def teacher(site_home) -> User:
    return TeacherFactory()


def sign_in(user: User, user_agent: str = DESKTOP, address: str = "192.0.2.7") -> Client:
    client = Client(HTTP_USER_AGENT=user_agent, REMOTE_ADDR=address)
    sent = {"login": user.staff_number, "password": PASSWORD}
    assert client.post("/accounts/login/", sent).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def listed(user: User, client: Client) -> list[tuple[str, str, bool]]:
    found = open_sign_ins(User.objects.get(pk=user.pk), client.session.session_key)
    return [(each.device, each.address, each.is_here) for each in found]


def row_of(client: Client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def set_seen(client: Client, seconds_ago: int) -> None:
    session = client.session
    session[SEEN] = int(time.time()) - seconds_ago
    session.save()


def test_the_page_tells_devices_apart_and_marks_this_one(teacher):
    phone = sign_in(teacher, PHONE, "198.51.100.9")
    set_seen(phone, 7200)
    desktop = sign_in(teacher)
    assert listed(teacher, desktop) == [
        ("Windows 电脑上的 Edge", "192.0.2.7", True),
        ("安卓设备上的微信", "198.51.100.9", False),
    ]
    page = desktop.get(PAGE).content.decode()
    assert page.count("就是这里") == 1
    assert "安卓设备上的微信" in page
    assert "198.51.100.9" in page
    seen = timezone.localtime(timezone.now() - timedelta(seconds=7200))
    assert f"最近使用 {seen.month}月{seen.day}日 {seen:%H:%M}" in page


def test_it_is_reached_from_the_own_data(teacher):
    page = sign_in(teacher).get("/my/data/").content.decode()
    assert f'href="{PAGE}"' in page
    assert 'href="/accounts/two-factor/"' in page


def test_strangers_are_sent_to_sign_in(client, site_home):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"
    for address in (f"{PAGE}1/end/", f"{PAGE}end-others/"):
        assert client.post(address).url.startswith("/accounts/login/")
        assert client.get(address).status_code == 405


def test_nobody_sees_or_ends_the_sessions_of_others(teacher):
    theirs, mine = sign_in(TeacherFactory(), PHONE, "198.51.100.9"), sign_in(teacher)
    page = mine.get(PAGE).content.decode()
    assert "198.51.100.9" not in page
    answer = mine.post(f"{PAGE}{row_of(theirs).pk}/end/", follow=True)
    assert "已经结束了" in answer.content.decode()
    mine.post(f"{PAGE}end-others/")
    assert is_in(theirs)
    user = User.objects.get(pk=teacher.pk)
    assert end_session(user=user, session_id=row_of(theirs).pk, here=None) is False
    assert not AuditEntry.objects.filter(
        kind=AuditKind.SESSION_ENDED, actor=row_of(theirs).user
    ).exists()


def test_one_is_ended_and_noted(teacher):
    phone, tablet, desktop = sign_in(teacher, PHONE), sign_in(teacher, "x"), sign_in(teacher)
    answer = desktop.post(f"{PAGE}{row_of(phone).pk}/end/", follow=True)
    assert "那台设备要重新登录" in answer.content.decode()
    assert (is_in(phone), is_in(tablet), is_in(desktop)) == (False, True, True)
    [line] = AuditEntry.objects.filter(kind=AuditKind.SESSION_ENDED)
    assert (line.actor, line.words, line.address) == (teacher, "安卓设备上的微信", "192.0.2.7")


def test_this_one_does_not_end_under_the_own_hands(teacher):
    desktop = sign_in(teacher)
    answer = desktop.post(f"{PAGE}{row_of(desktop).pk}/end/", follow=True)
    assert answer.status_code == 200
    assert is_in(desktop)
    assert not AuditEntry.objects.filter(kind=AuditKind.SESSION_ENDED).exists()


def test_all_others_end_even_those_without_a_row(teacher):
    phone, old, desktop = sign_in(teacher, PHONE), sign_in(teacher), sign_in(teacher)
    row_of(old).delete()
    begun = row_of(desktop).created_at
    answer = desktop.post(f"{PAGE}end-others/", follow=True)
    assert "已全部结束" in answer.content.decode()
    assert (is_in(phone), is_in(old), is_in(desktop)) == (False, False, True)
    assert row_of(desktop).created_at == begun, "its key is new, its beginning is not"
    assert UserSession.objects.filter(user=teacher).count() == 1
    assert AuditEntry.objects.filter(kind=AuditKind.SESSION_ENDED, actor=teacher).count() == 1


def test_a_refused_transaction_ends_nothing(teacher, monkeypatch):
    phone, desktop = sign_in(teacher, PHONE), sign_in(teacher)

    def broken(**kwargs):
        raise RuntimeError("no trail")

    monkeypatch.setattr("people.actions.sessions.note", broken)
    with pytest.raises(RuntimeError):
        end_other_sessions(user=User.objects.get(pk=teacher.pk), here=desktop.session.session_key)
    assert is_in(phone)


def test_a_new_password_keeps_the_row_with_its_beginning(teacher):
    desktop, phone = sign_in(teacher), sign_in(teacher, PHONE)
    begun = timezone.now() - timedelta(days=3)
    UserSession.objects.filter(pk=row_of(desktop).pk).update(created_at=begun)
    new = "chun-feng-hua-yu-26"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert desktop.post("/accounts/password/change/", sent).status_code == 302
    assert is_in(desktop)
    assert not is_in(phone)
    assert [each[2] for each in listed(teacher, desktop)] == [True], "the ended one is not listed"
    assert row_of(desktop).created_at == begun


def test_what_lapsed_is_not_listed(teacher, settings):
    settings.SESSION_IDLE_SECONDS = 3600
    phone, desktop = sign_in(teacher, PHONE), sign_in(teacher)
    set_seen(phone, 3700)
    assert len(listed(teacher, desktop)) == 1


def test_signing_out_takes_the_row_along(teacher):
    desktop = sign_in(teacher)
    desktop.post("/accounts/logout/")
    assert not UserSession.objects.filter(user=teacher).exists()


def test_a_session_from_before_is_listed_at_its_next_request(teacher):
    desktop = sign_in(teacher)
    UserSession.objects.all().delete()
    session = desktop.session
    del session[LISTED]
    session.save()
    desktop.get("/robots.txt")
    assert [each[2] for each in listed(teacher, desktop)] == [True]


def test_any_number_of_sessions_costs_the_same(teacher):
    desktop = sign_in(teacher)
    desktop.get(PAGE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desktop.get(PAGE).status_code == 200
        return len(captured)

    one = queries()
    for _ in range(10):
        sign_in(teacher, PHONE)
    assert queries() == one


def test_being_here_is_written_once_a_minute_into_the_session_alone(teacher):
    desktop = sign_in(teacher)
    desktop.get("/robots.txt")

    def written() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            desktop.get("/healthz")
        return [each["sql"] for each in captured if not each["sql"].startswith("SELECT")]

    assert written() == []
    set_seen(desktop, GRAIN + 5)
    updates = [sql for sql in written() if sql.startswith(("UPDATE", "INSERT", "DELETE"))]
    assert [sql.split()[1] for sql in updates] == ['"django_session"']


def test_rows_of_sessions_that_are_over_are_cleared_away(teacher, settings):
    names = [name for name, *_ in settings.HOUSEKEEPING["nightly"]]
    assert names.index("clearsessions") < names.index("tidy_sign_ins")
    gone, lapsed, open_one = sign_in(teacher), sign_in(teacher), sign_in(teacher)
    Session.objects.filter(session_key=gone.session.session_key).delete()
    Session.objects.filter(session_key=lapsed.session.session_key).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )
    call_command("tidy_sign_ins", verbosity=0)
    assert [row.session_key for row in UserSession.objects.all()] == [open_one.session.session_key]


def test_the_proxy_is_believed_and_the_visitor_is_not(teacher, settings):
    settings.BEHIND_PROXY = True
    client = Client(HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.5", REMOTE_ADDR="10.0.0.1")
    client.post("/accounts/login/", {"login": teacher.staff_number, "password": PASSWORD})
    assert row_of(client).ip == "203.0.113.5"


def test_without_an_address_one_signs_in_all_the_same(teacher):
    client = sign_in(teacher, DESKTOP, "")
    assert "不详" in client.get(PAGE).content.decode()


def test_a_header_of_any_length_is_cut(teacher):
    assert is_in(sign_in(teacher, "Windows " * 10_000))


class TestPersonalData:
    def test_handed_out_without_the_key(self, teacher):
        desktop = sign_in(teacher, PHONE, "198.51.100.9")
        with person_archive(teacher) as file, zipfile.ZipFile(file) as archive:
            text = archive.read("me.json").decode()
        part = json.loads(text)["data"]["usersessions.UserSession"]
        assert part["label"] == "登录的设备和地址"
        assert "198.51.100.9" in str(part["rows"])
        assert desktop.session.session_key not in text
        assert "登录的设备和地址" in {line["label"] for line in summary(teacher)}

    def test_deleted_with_the_person(self, teacher):
        sign_in(teacher)
        erase_person(user=User.objects.get(pk=teacher.pk), by=None)
        assert not UserSession.objects.filter(user=teacher).exists()


def test_another_role_ends_what_is_listed(site_home):
    user = UserFactory(role=Role.WORKSHOP_HOST)
    desktop = sign_in(user)
    actions.grant_role(user=User.objects.get(pk=user.pk), role=Role.EDITOR)
    assert listed(user, desktop) == []
