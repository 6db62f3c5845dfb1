"""The door: a host shows the code, teachers come with and without a network, hours follow."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forums.attendance import actions
from forums.models import Attendance, Certificate, EventSession, HoursEntry
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import faults_here
from tests.forums.attendance.factories import make_session, present, seat, shown
from tests.people.factories import SchoolAdminFactory, TeacherFactory


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_from_the_screen_to_the_certificate(open_window, live_home, keep_picture, size):
    session = make_session(title="课堂提问的一分钟")
    host, teacher = session.page.owner, seat(session)
    screen = open_window(host, size=size)
    screen.goto("/my/attendance/")
    screen.get_by_role("link", name="课堂提问的一分钟·第1场").click()
    screen.get_by_role("link", name="显示签到码").click()
    digits = screen.locator("[data-digits]").inner_text()
    keep_picture(screen, "door-screen")

    window = open_window(teacher, size=size)
    window.goto("/my/checkin/")
    window.get_by_label("屏幕上的六位数字").fill(digits)
    window.get_by_role("button", name="签到", exact=True).click()
    expect(window.get_by_role("heading", name="已签到")).to_be_visible()
    assert faults_here(window) == []

    screen.goto(f"/my/attendance/sessions/{session.pk}/")
    expect(screen.get_by_text("到场 1 人，报名 1 人")).to_be_visible()
    assert faults_here(screen) == []
    keep_picture(screen, "door-session")

    ago = timedelta(hours=3)
    EventSession.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at - ago, ends_at=session.ends_at - ago
    )
    type(session.page).objects.filter(pk=session.page_id).update(
        starts_at=session.starts_at - ago, ends_at=session.ends_at - ago
    )
    Attendance.objects.update(arrived_at=session.starts_at - ago)
    screen.goto(f"/my/hours/sessions/{session.pk}/")
    screen.get_by_role("button", name="提出学时").click()
    screen.get_by_role("button", name="确认勾选的").click()
    expect(screen.get_by_text("已确认 1 条学时")).to_be_visible()
    school = open_window(SchoolAdminFactory(unit=teacher.unit), size=size)
    school.goto("/my/hours/school/")
    school.get_by_role("button", name="确认勾选的").click()
    expect(school.get_by_text("没有等学校确认的学时")).to_be_visible()
    assert faults_here(school) == []
    assert HoursEntry.objects.with_steps().get().is_schooled

    screen.goto(f"/my/certificates/events/{session.page_id}/")
    screen.get_by_role("button", name="给勾选的出具证书").click()
    expect(screen.get_by_text("已出具 1 份证书")).to_be_visible()
    window.goto("/my/certificates/")
    window.get_by_role("button", name="同意公开查验").click()
    keep_picture(window, "certificates")
    visitor = open_window(size=size)
    visitor.goto(Certificate.objects.get().get_absolute_url())
    expect(visitor.get_by_text("现在有效")).to_be_visible()
    assert faults_here(visitor) == []
    keep_picture(visitor, "certificate-check")


def test_a_code_scanned_without_a_network_is_sent_later(open_window, live_home, keep_picture):
    session = make_session()
    teacher = seat(session)
    window = open_window(teacher)
    window.goto("/my/checkin/")
    window.evaluate("navigator.serviceWorker.ready.then(() => true)")
    window.context.set_offline(True)
    window.goto(f"/my/checkin/s/{shown(session)}/")
    expect(window.get_by_text("签到已存在这部手机里")).to_be_visible()
    keep_picture(window, "door-kept")
    assert not Attendance.objects.exists()
    window.context.set_offline(False)
    expect(window.get_by_text("已签到：")).to_be_visible(timeout=30_000)
    assert Attendance.objects.get().user == teacher
    assert window.evaluate("localStorage.getItem('checkin.proofs')") == "[]"


def test_a_button_pressed_without_a_network_is_sent_later(open_window, live_home):
    session = make_session()
    window = open_window(seat(session))
    window.goto(f"/my/checkin/s/{shown(session)}/")
    window.context.set_offline(True)
    window.get_by_role("button", name="我到了，签到").click()
    expect(window.get_by_text("签到已存在这部手机里")).to_be_visible()
    window.context.set_offline(False)
    expect(window.get_by_text("已签到：")).to_be_visible(timeout=30_000)
    assert Attendance.objects.count() == 1


def test_without_scripts(open_window, live_home):
    session = make_session()
    window = open_window(seat(session), scripts=False)
    window.goto(f"/my/checkin/s/{shown(session)}/")
    window.get_by_role("button", name="我到了，签到").click()
    expect(window.get_by_role("heading", name="已签到")).to_be_visible()
    screen = open_window(session.page.owner, scripts=False, size=DESK)
    screen.goto(f"/my/attendance/sessions/{session.pk}/screen/")
    expect(screen.locator("[data-digits]")).to_be_visible()


def test_a_host_reads_tickets_at_the_door(open_window, live_home, keep_picture):
    session = make_session()
    person = seat(session, TeacherFactory(name="虚构来客"))
    window = open_window(person)
    window.goto(f"/my/checkin/ticket/{session.page_id}/")
    code = window.locator(".door-typed").inner_text()
    keep_picture(window, "door-ticket")
    door = open_window(session.page.owner)
    door.goto(f"/my/attendance/sessions/{session.pk}/door/")
    door.get_by_label("入场码").fill(code)
    door.context.set_offline(True)
    door.get_by_role("button", name="登记到场").click()
    expect(door.get_by_text("已存在这部手机里")).to_be_visible()
    door.context.set_offline(False)
    expect(door.get_by_text("虚构来客")).to_be_visible(timeout=30_000)
    assert Attendance.objects.get().way == "ticket"
    assert faults_here(door) == []


def test_a_correction_takes_hours_back(open_window, live_home):
    session = make_session(hours_from_now=-3)
    mark, host = present(session), session.page.owner
    window = open_window(host, size=DESK)
    window.goto(f"/my/hours/sessions/{session.pk}/")
    window.get_by_role("button", name="提出学时").click()
    window.goto(f"/my/attendance/marks/{mark.pk}/")
    window.get_by_label("或只写参加了多少分钟").fill("60")
    window.get_by_role("button", name="保存").click()
    entries = HoursEntry.objects.order_by("pk").values_list("quarters", flat=True)
    assert list(entries) == [8, -8, 4]
    actions.void(attendance_id=mark.pk, by=host, reason="没有来")
    own = open_window(mark.user)
    own.goto("/my/hours/")
    expect(own.get_by_text("冲销：到场记录有改动").first).to_be_visible()
    assert timezone.now() > session.ends_at
