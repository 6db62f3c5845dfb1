"""A school reads a book together: begun at a desk, read along on phones."""

from django.utils import timezone
from playwright.sync_api import expect

from reading.models import GroupNote, ReadingGroup
from tests.browser.conftest import DESK
from tests.people.factories import SchoolAdminFactory, TeacherFactory
from tests.reading.shelf.factories import make_work


def test_from_beginning_a_group_to_its_record(open_window, live_home, keep_picture):
    work = make_work()
    leader = SchoolAdminFactory()
    desk = open_window(leader, size=DESK)
    desk.goto("/my/reading/together/")
    desk.get_by_role("link", name="发起共读").click()
    desk.get_by_label("名称").fill("春季共读")
    desk.fill("[name=work_query]", "建议")
    desk.locator("#id_work_options [type=radio]").first.check()
    desk.get_by_label("第一周").fill(f"{timezone.localdate():%Y-%m-%d}")
    desk.get_by_label("几周").fill("4")
    desk.get_by_role("button", name="建好").last.click()
    group = ReadingGroup.objects.get()
    assert (group.work, group.weeks.count()) == (work, 4)
    desk.goto(f"/my/reading/together/{group.pk}/weeks/")
    desk.locator("[name$=question]").first.fill("哪一条建议您明天就想试？")
    desk.get_by_role("button", name="保存").first.click()

    reader = TeacherFactory(unit=group.unit)
    phone = open_window(reader)
    phone.goto("/my/reading/together/")
    phone.get_by_role("link", name="春季共读").click()
    expect(phone.get_by_text("哪一条建议您明天就想试？").first).to_be_visible()
    phone.get_by_role("button", name="加入共读").click()
    phone.get_by_label("札记").fill("先听完，再开口。")
    phone.get_by_role("button", name="写进本周").dblclick()
    expect(phone.get_by_text("先听完，再开口。").first).to_be_visible()
    keep_picture(phone, "together-week")
    assert GroupNote.objects.get().author == reader
    phone.goto("/my/reading/")
    expect(phone.get_by_role("link", name="春季共读")).to_be_visible()

    desk.goto(f"/my/reading/together/{group.pk}/record/")
    expect(desk.get_by_text("先听完，再开口。")).to_be_visible()
    keep_picture(desk, "together-record")
