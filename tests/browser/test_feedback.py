"""A reader on a phone writes, with and without scripts; an editor answers at a desk."""

import re

import pytest
from playwright.sync_api import expect

from feedback.enums import State, Way
from feedback.models import FeedbackSettings, Letter, PageViews
from feedback.visits.counting import flush
from tests.browser.conftest import DESK
from tests.feedback.factories import a_page, make_crowd, many

DIGITS = "零一二三四五六七八九"
READER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile"


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_mistake_to_an_answer(live_home, open_window, keep_picture, scripts):
    FeedbackSettings.objects.create(least_seconds=0)
    crowd = make_crowd()
    body = [("paragraph", "<p>这一句写错了一个字。</p>")]
    page = a_page(live_home, "虚构的一页", body=body)

    reader = open_window(scripts=scripts)
    reader.goto(page.get_url())
    reader.get_by_role("link", name="内容有错？告诉编辑").click()
    keep_picture(reader, f"feedback-form-{scripts}")
    reader.get_by_label("哪一句").fill("这一句写错了一个字。")
    reader.get_by_label("联系方式").fill("虚构13812345678")
    if not scripts:
        reader.get_by_label(re.compile("等于几")).fill("不知道")
    reader.get_by_role("button", name="送出").click()
    expect(reader.locator(".form__error").first).to_contain_text("请写明应该是什么")
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    keep_picture(reader, f"feedback-refused-{scripts}")
    reader.get_by_label("应该是什么").fill("“己”应为“已”。")
    if scripts:
        expect(reader.get_by_text("验算好了")).to_be_visible()
        expect(reader.get_by_label(re.compile("等于几"))).to_be_hidden()
    else:
        question = reader.get_by_label(re.compile("等于几"))
        said = reader.locator(".letter-form__question label").inner_text()
        first, second = re.search(rf"([{DIGITS}])加([{DIGITS}])", said).groups()
        question.fill(str(DIGITS.index(first) + DIGITS.index(second)))
    reader.get_by_role("button", name="送出").click()
    expect(reader.get_by_role("heading", name="已经收到，谢谢您")).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.context.cookies() == []
    keep_picture(reader, f"feedback-receipt-{scripts}")
    letter = Letter.objects.get()
    assert (letter.state, letter.page_id) == (State.NEW, page.pk)
    assert letter.way == (Way.WORK if scripts else Way.QUESTION)

    editor = open_window(crowd["editor"], size=DESK, scripts=scripts)
    editor.goto("/my/reviews/")
    keep_picture(editor, f"feedback-queue-{scripts}")
    editor.get_by_role("link", name="“己”应为“已”。").click()
    editor.get_by_role("button", name="我来处理").click()
    expect(editor.get_by_text("13812345678")).to_have_count(0)
    editor.get_by_role("button", name="查看").click()
    expect(editor.get_by_text("虚构13812345678")).to_be_visible()
    keep_picture(editor, f"feedback-letter-{scripts}")
    editor.get_by_label("写给来信人").fill("已经改好，谢谢您看得仔细。")
    editor.get_by_role("button", name="答复并办结").click()
    expect(editor.get_by_text("已答复")).to_be_visible()

    reader.reload()
    expect(reader.get_by_text("已经改好，谢谢您看得仔细。")).to_be_visible()
    keep_picture(reader, f"feedback-answered-{scripts}")


def test_the_footer_brings_the_address_along(live_home, open_window, keep_picture):
    window = open_window()
    window.goto("/search/?q=%E8%99%9A%E6%9E%84")
    window.get_by_role("contentinfo").get_by_role("link", name="意见建议").click()
    expect(window.get_by_text("关于这一页：/search/")).to_be_visible()
    expect(window.get_by_text("验算好了")).to_be_visible()
    keep_picture(window, "feedback-suggest")


def test_a_link_out_of_the_site_says_so(live_home, open_window, keep_picture):
    body = [("paragraph", '<p>请看<a href="https://elsewhere.example/a">那里</a>。</p>')]
    page = a_page(live_home, "虚构的链接", body=body)
    window = open_window()
    window.goto(page.get_url())
    keep_picture(window, "feedback-outward")
    window.get_by_role("link", name="那里").click()
    expect(window.get_by_text("您将离开本站")).to_be_visible()
    expect(window.get_by_text("elsewhere.example", exact=True)).to_be_visible()
    assert window.get_by_role("link", name="继续前往").get_attribute("href") == (
        "https://elsewhere.example/a"
    )
    keep_picture(window, "feedback-leaving")


def test_an_opening_is_told_once(live_home, chromium, live_server):
    page = a_page(live_home, "虚构的被读页")
    context = chromium.new_context(base_url=live_server.url, user_agent=READER)
    window = context.new_page()
    with window.expect_request("**/seen/") as told:
        window.goto(page.get_url())
    assert told.value.post_data == f"page={page.pk}"
    window.reload()
    window.wait_for_load_state("networkidle")
    flush()
    assert PageViews.objects.get(page=page).views == 1
    assert context.cookies() == []
    assert window.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def test_a_full_list_at_a_desk_and_on_a_phone(live_home, open_window, keep_picture):
    crowd = make_crowd()
    many(40, text="很长的一封来信，" * 12, contact="x")
    for size in (DESK, {"width": 390, "height": 844}):
        window = open_window(crowd["editor"], size=size)
        window.goto("/my/reviews/feedback/")
        keep_picture(window, "feedback-list")
        assert window.evaluate("document.documentElement.scrollWidth") <= size["width"]
