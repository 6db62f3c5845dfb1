"""On a phone: find a book, want it, finish it, write about it, see the slot fill, get a card."""

import io
from datetime import timedelta

from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from editorial.enums import State
from editorial.queries import standing_of
from people.roles import Role
from reading.models import ReadingLogPage, ReadingRecord
from tests.people.factories import TeacherFactory
from tests.reading.passages.factories import make_day
from tests.reading.programme.factories import make_year
from tests.reading.shelf.factories import make_work

BODY = "我在六楼的办公室读完最后一章。" * 40


def test_from_wanting_a_book_to_its_log(open_window, live_home, keep_picture):
    work = make_work(kind_set_by_editor=True)
    today = timezone.localdate()
    make_year(today - timedelta(days=100), today + timedelta(days=200))
    reader = TeacherFactory(role=Role.TEACHER)
    page = open_window(reader)
    page.goto("/my/reading/programme/")
    expect(page.locator(".programme-words")).to_have_text("名著还缺，专著还缺")
    page.get_by_role("link", name="我的阅读").click()
    expect(page.get_by_text("手边还没有在读的书")).to_be_visible()
    page.get_by_label("找一本书").fill("苏霍姆")
    page.get_by_label("找一本书").press("Enter")
    page.get_by_role("button", name="想读《给教师的建议》").dblclick()
    expect(page.get_by_text("放进了想读").first).to_be_visible()
    page.get_by_role("link", name="回到书架").click()
    keep_picture(page, "shelf-want")
    page.get_by_role("button", name="开始读").click()
    page.get_by_label("读到第").fill("60")
    page.get_by_role("button", name="记下").click()
    expect(page.get_by_text("共 200 页（30%）")).to_be_visible()

    page.get_by_role("link", name=work.title).click()
    page.get_by_text("记一条").click()
    page.get_by_label("摘句").check()
    page.get_by_label("内容").fill("书里的一句话")
    page.get_by_label("页码").first.fill("35")
    page.get_by_role("button", name="记下", exact=True).click()
    page.get_by_role("button", name="读完了").click()
    expect(page.get_by_text("可以接着写读书笔记").first).to_be_visible()
    keep_picture(page, "shelf-book")
    in_slot = page.locator(".places").get_by_text(work.title).first
    page.goto("/my/reading/programme/")
    expect(page.locator(".programme-words")).to_have_text("名著已读待评，专著还缺")
    expect(in_slot).to_be_visible()
    page.go_back()

    page.get_by_role("link", name="写读书笔记").click()
    expect(page.locator("[name=quotations-0-text]")).to_have_value("书里的一句话")
    expect(page.locator("[name=quotations-0-page]")).to_have_value("35")
    page.get_by_label("题目").fill("读完以后")
    page.get_by_label("摘要").fill("一个冬天的早上。")
    page.locator(".ProseMirror").first.click()
    page.keyboard.insert_text(BODY)
    expect(page.get_by_text("600 字（800–1500 字最好读")).to_be_visible()
    page.get_by_role("button", name="送审").click()
    expect(page.get_by_text("审核中·初审").first).to_be_visible()

    record = ReadingRecord.objects.get()
    log = ReadingLogPage.objects.get()
    assert standing_of(log).state == State.IN_REVIEW
    assert (record.state, record.page, record.log_id) == ("finished", 60, log.pk)
    page.goto("/my/reading/?state=finished")
    expect(page.get_by_role("link", name="看笔记")).to_be_visible()
    keep_picture(page, "shelf-finished")

    page.goto("/my/reading/programme/")
    expect(page.locator(".programme-words")).to_have_text("名著已完成，专著还缺")
    expect(in_slot).to_be_visible()
    keep_picture(page, "shelf-slot")


def test_the_card_of_the_day_is_chosen_and_taken_home(open_window, live_home, keep_picture):
    day = make_day(0, text="学而不思则罔，思而不学则殆。", source="《论语·为政》")
    page = open_window(TeacherFactory(role=Role.TEACHER))
    page.goto("/reading/passage/")
    expect(page.get_by_text(day.passage.text).first).to_be_visible()
    page.get_by_text("竖排").click()
    picture = page.locator("[data-card-preview]")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 300
    keep_picture(page, "passage-card")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载图片").click()
    with open(download.value.path(), "rb") as file, Image.open(io.BytesIO(file.read())) as card:
        assert card.width >= 1080
        assert card.height >= card.width
