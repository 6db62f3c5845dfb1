"""A workshop: somebody asks to join, the host runs it, the office assesses its year."""

from playwright.sync_api import expect

from people.roles import Role
from tests.browser.conftest import DESK
from tests.people.factories import TeacherFactory, UserFactory
from tests.workshops.factories import make_host, make_indicators, make_workshop, make_year
from workshops.models import Dossier, Membership


def test_from_asking_to_join_to_the_assessed_year(open_window, live_home, keep_picture):
    host = make_host()
    workshop = make_workshop(host)
    year = make_year()
    make_indicators(year)
    teacher = TeacherFactory()

    phone = open_window(teacher)
    phone.goto(workshop.url)
    keep_picture(phone, "workshop-page")
    phone.get_by_role("link", name="申请加入").click()
    phone.get_by_label("附言").fill("教六年级语文，想一起备课。")
    phone.get_by_role("button", name="送出申请").dblclick()
    expect(phone.get_by_text("等主持人答复").first).to_be_visible()

    desk = open_window(host, size=DESK)
    desk.goto(f"/my/workshops/{workshop.pk}/members/")
    expect(desk.get_by_text("教六年级语文，想一起备课。")).to_be_visible()
    desk.get_by_role("button", name="通过", exact=True).click()
    assert Membership.objects.get().state == "active"
    desk.get_by_role("navigation", name="工作坊").get_by_role("link", name="通知").click()
    desk.get_by_label("内容").fill("周五下午两点，五楼教研室，带上课本。")
    desk.get_by_role("button", name="发给成员").click()
    keep_picture(desk, "workshop-desk")

    phone.goto("/my/notifications/")
    expect(phone.get_by_text("周五下午两点").first).to_be_visible()
    phone.goto(f"/my/workshops/{workshop.pk}/")
    expect(phone.get_by_text("周五下午两点，五楼教研室，带上课本。")).to_be_visible()
    keep_picture(phone, "workshop-room")

    desk.goto(f"/my/workshops/{workshop.pk}/dossier/")
    desk.get_by_role("button", name="开始自评").click()
    for row in desk.get_by_role("radio", name="良好").all():
        row.check()
    desk.get_by_role("textbox", name="这一年").fill(
        "一起备了十二次课，公开课只上了两次，明年补上。"
    )
    keep_picture(desk, "workshop-dossier")
    desk.get_by_role("button", name="保存并交给编辑").click()
    assert Dossier.objects.get().state == "handed_in"

    office = open_window(UserFactory(role=Role.EDITOR), size=DESK)
    office.goto("/my/workshops/office/")
    office.get_by_role("link", name="评议", exact=True).click()
    for row in office.get_by_role("radio", name="良好").all():
        row.check()
    office.get_by_role("textbox", name="评议意见").fill("备课扎实，公开课要跟上。")
    office.get_by_role("button", name="评议完成").click()
    assert Dossier.objects.get().state == "assessed"
    desk.goto(f"/my/workshops/{workshop.pk}/dossier/{year.pk}/")
    expect(desk.get_by_text("备课扎实，公开课要跟上。")).to_be_visible()
