"""Journeys around events: organiser, school administrator, juror; on a phone and at a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from forums.models import Assignment, Attendance, ForumEventPage, Registration
from home.demo.clock import at
from people.choices import UnitKind
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import faults_here
from tests.editorial.factories import approve_all, make_staff
from tests.forums.contests.factories import make_drawn
from tests.forums.factories import ask, keep_seats, make_open, register
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory

SIZES = pytest.mark.parametrize("size", [PHONE, DESK])
TITLE = "虚构的整本书阅读沙龙"


def as_typed(moment):
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def announce(window, starts):
    """Write an event with one session and hand it in."""
    ends = starts + timedelta(hours=2)
    window.goto("/my/submissions/new/forum-event/")
    window.get_by_label("题目").fill(TITLE)
    window.get_by_label("摘要").fill("带一本书来，谈一个课堂上的问题。")
    window.get_by_label("类型").select_option("salon")
    window.get_by_label("方式").select_option("on_site")
    window.locator("[name=starts_at]").fill(as_typed(starts))
    window.locator("[name=ends_at]").fill(as_typed(ends))
    window.locator("[name=place]").fill("虚构小学图书室")
    window.locator(".ProseMirror").first.click()
    window.keyboard.insert_text("每人十分钟，先读一段，再说为什么。" * 5)
    window.locator("[name=sessions-0-title]").fill("下午场")
    window.locator("[name=sessions-0-starts_at]").fill(as_typed(starts))
    window.locator("[name=sessions-0-ends_at]").fill(as_typed(ends))
    window.get_by_role("button", name="送审").click()
    expect(window.get_by_text("审核中·初审").first).to_be_visible()
    return ForumEventPage.objects.get()


@SIZES
def test_an_organiser_from_announcement_to_report(open_window, live_home, keep_picture, size):
    owner, staff = TeacherFactory(name="虚构主办"), make_staff()
    starts = timezone.now().replace(second=0, microsecond=0) + timedelta(days=3)
    window = open_window(owner, size=size)
    page = announce(window, starts)
    keep_picture(window, "organiser-1-handed-in")
    approve_all(page, staff)

    window.goto("/my/events/organised/")
    window.get_by_role("link", name=TITLE).click()
    expect(window.get_by_text("还没有开放报名")).to_be_visible()
    window.get_by_role("link", name="报名设置").click()
    window.get_by_label("按时间开放").check()
    window.locator("[name=capacity]").fill("0")
    window.get_by_role("button", name="保存").click()
    expect(window.locator(".form__error").first).to_contain_text("不能小于 1")
    keep_picture(window, "organiser-2-mistake")
    window.locator("[name=capacity]").fill("30")
    window.get_by_label("报名要由主办人审核").check()
    window.get_by_role("button", name="保存").click()
    expect(window.get_by_text("报名设置已经保存。")).to_be_visible()

    for name in ("虚构来宾甲", "虚构来宾乙"):
        guest = open_window(TeacherFactory(name=name), size=size)
        guest.goto(ForumEventPage.objects.get().url)
        keep_picture(guest, "organiser-3-public")
        guest.get_by_role("link", name="去报名").click()
        guest.get_by_role("button", name="报名", exact=True).click()
        expect(guest.get_by_text("等主办人审核").first).to_be_visible()
    keep_picture(guest, "organiser-4-guest-waits")

    window.reload()
    window.get_by_role("link", name="审核报名（2）").click()
    expect(window.get_by_role("checkbox")).to_have_count(2)  # ``all`` does not wait
    for box in window.get_by_role("checkbox").all():
        box.check()
    keep_picture(window, "organiser-5-deciding")
    window.get_by_role("button", name="通过", exact=True).click()
    expect(window.get_by_text("通过了 2 人")).to_be_visible()
    assert set(Registration.objects.values_list("state", flat=True)) == {"admitted"}
    window.goto(f"/my/events/{page.pk}/desk/")
    assert faults_here(window) == []
    keep_picture(window, "organiser-6-desk")

    with at(starts + timedelta(minutes=10)):
        window.get_by_role("link", name="签到、学时、证书").click()
        keep_picture(window, "organiser-7-door")
        window.get_by_role("link", name="下午场").click()
        window.get_by_label("虚构来宾甲").check()
        keep_picture(window, "organiser-8-marking")
        window.get_by_role("button", name="勾选的都到了").click()
        expect(window.get_by_text("到场 1 人，报名 2 人")).to_be_visible()
        assert faults_here(window) == []
    assert Attendance.objects.get().user.name == "虚构来宾甲"

    with at(starts + timedelta(hours=4)):
        window.goto(f"/my/events/{page.pk}/desk/")
        keep_picture(window, "organiser-9-over")
        window.get_by_role("button", name="起草活动报道").click()
        expect(window.get_by_text("报道开了头")).to_be_visible()
        editor = window.locator(".ProseMirror").last
        expect(editor).to_contain_text("报名成功 2 人。")
        expect(editor).to_contain_text("签到 1 人。")
        keep_picture(window, "organiser-10-report")
        window.get_by_role("button", name="送审").click()
        expect(window.get_by_text("审核中·初审").first).to_be_visible()
        approve_all(ForumEventPage.objects.get(), staff)
        visitor = open_window(size=size)
        visitor.goto(page.url)
        expect(visitor.get_by_role("heading", name="活动报道")).to_be_visible()
        expect(visitor.get_by_text("签到 1 人。")).to_be_visible()
        assert faults_here(visitor) == []
        keep_picture(visitor, "organiser-11-published")


@SIZES
def test_a_school_administrator_registers_a_group(open_window, live_home, keep_picture, size):
    centre = UnitFactory(name="虚构中心校", kind=UnitKind.CENTRAL_SCHOOL, stage="")
    school = UnitFactory(name="虚构第三小学", parent=centre)
    names = ("虚构教师1", "虚构教师2", "虚构教师3")
    for name in names:
        TeacherFactory(unit=school, name=name)
    page = make_open(title=TITLE, capacity=3)
    keep_seats(page, centre, 1)
    register(page)
    question = ask(page, "在哪里上车", is_required=True)
    window = open_window(SchoolAdminFactory(unit=centre, name="虚构管理员"), size=size)
    window.goto(page.url)
    window.get_by_role("link", name="去报名").click()
    window.get_by_role("link", name="给老师集体报名").click()
    keep_picture(window, "group-1-choosing")
    for name in names:
        window.get_by_label(name).check()
    window.get_by_role("button", name="报名", exact=True).click()
    expect(window.get_by_text("请回答这个问题。").first).to_be_visible()
    expect(window.get_by_label("虚构教师1")).to_be_checked()
    keep_picture(window, "group-2-mistake")
    window.get_by_label("在哪里上车").fill("中心校门口")
    window.get_by_role("button", name="报名", exact=True).click()
    expect(window.get_by_text("已经报名：有名额 2 人，候补 1 人。")).to_be_visible()
    assert faults_here(window) == []
    keep_picture(window, "group-3-registered")
    own = Registration.objects.filter(user__name__in=names).order_by("number")
    assert [row.user.name for row in own] == list(names)
    assert set(own.values_list("answers__text", "answers__question")) == {
        ("中心校门口", question.pk)
    }

    teacher = open_window(own[0].user, size=size)
    teacher.goto("/my/events/")
    expect(teacher.get_by_text(TITLE).first).to_be_visible()
    expect(teacher.get_by_text("报名成功").first).to_be_visible()
    keep_picture(teacher, "group-4-teacher")

    # What only screen readers hear stands apart, with a gap before it.
    window.get_by_role("button", name="取消 虚构教师1的报名").click()
    expect(window.get_by_text("报名已经取消")).to_be_visible()
    own[0].refresh_from_db()
    assert own[0].state == "cancelled"
    # The seat that became free is offered to the next in the queue.
    assert list(own.values_list("state", flat=True)) == ["cancelled", "admitted", "offered"]


@SIZES
def test_a_juror_scores_blind(open_window, live_home, keep_picture, size):
    contest = make_drawn(entries=2, jurors=2)
    given = Assignment.objects.select_related("juror__user", "entry__contestant__teacher_profile")
    juror = given.first().juror.user
    own = list(given.filter(juror__user=juror).order_by("entry__blind_number"))
    secrets = {each.entry.contestant.name for each in own}
    secrets |= {each.entry.contestant.unit.name for each in own}
    window = open_window(juror, size=size)

    def is_blind():
        seen = window.content()
        return not any(secret in seen for secret in secrets)

    window.goto("/my/contests/")
    window.get_by_role("link", name="虚构基本功大赛").first.click()
    expect(window.get_by_text("还有 2 份没有交分")).to_be_visible()
    assert is_blind()
    keep_picture(window, "juror-1-list")
    first, second = (each.entry.blind_number for each in own)
    window.get_by_role("link", name=f"{first} 号作品").click()
    assert is_blind()
    window.get_by_label("设计").fill("8.5")
    window.get_by_label("表达").fill("11")
    window.get_by_label("评语").fill("活动设计扎实，板书可以再疏朗一些。")
    window.get_by_role("button", name="交分").click()
    expect(window.locator(".form__error").first).to_be_visible()
    expect(window.get_by_label("评语")).to_have_value("活动设计扎实，板书可以再疏朗一些。")
    keep_picture(window, "juror-2-mistake")
    window.get_by_label("表达").fill("9")
    window.get_by_role("button", name="先保存").click()
    expect(window.get_by_text("已经保存，还没有交分。")).to_be_visible()
    assert faults_here(window) == []
    keep_picture(window, "juror-3-saved")
    window.get_by_role("button", name="交分").click()
    expect(window.get_by_text("已经交分，谢谢您。")).to_be_visible()
    expect(window.get_by_text("还有 1 份没有交分")).to_be_visible()
    assert is_blind()

    window.get_by_role("link", name=f"{first} 号作品").click()
    expect(window.get_by_role("button", name="交分")).to_have_count(0)
    keep_picture(window, "juror-4-handed-in")
    window.goto(f"/my/contests/{contest.page_id}/judging/{second}/")
    window.get_by_role("link", name="认得这份作品，申报回避").click()
    window.get_by_label("理由").fill("是我带过的徒弟。")
    keep_picture(window, "juror-5-aside")
    window.get_by_role("button", name="回避这份作品").click()
    expect(window.get_by_text("您的评分都交了")).to_be_visible()
    assert is_blind()
    assert list(own[0].scores.order_by("criterion__order").values_list("value", flat=True)) == [
        8.5,
        9,
    ]
    window.goto(f"/my/contests/{contest.page_id}/judging/{second}/")
    expect(window.get_by_role("button", name="交分")).to_have_count(0)
    window.goto(f"/my/contests/{contest.page_id}/desk/")
    assert is_blind()

    desk = open_window(contest.page.owner, size=size)
    desk.goto(f"/my/contests/{contest.page_id}/desk/scores/")
    keep_picture(desk, "juror-6-organiser")
    assert faults_here(desk) == []
