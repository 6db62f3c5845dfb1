"""The reader's tools on a phone and at a desk: reading aloud, passing on, paper, 公众号."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.editorial.factories import log_draft, put_live
from tests.people.factories import TeacherFactory

TEXT = "<p>第一段的话。第二句话。</p><p>第二段的话。</p>"

# Chromium speaks nothing where no voice is installed: a voice that notes what it is asked to say,
# and is at the end of a sentence when the test says so.
VOICE = """
window.said = [];
window.cancelled = 0;
const voice = {lang: 'zh-CN', name: '虚构'};
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => window.voices ?? [voice],
  speak: (saying) => { window.said.push(saying.text); window.saying = saying; },
  cancel: () => { window.cancelled += 1; },
  addEventListener: () => {},
}});
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
window.sayOn = () => window.saying.dispatchEvent(new Event('end'));
"""


@pytest.fixture
def log(live_home):
    page = log_draft(TeacherFactory(name="虚构的老师"), summary="", body=[("paragraph", TEXT)])
    return put_live(page)


def spoken(window) -> list[str]:
    return window.locator(".is-spoken").all_inner_texts()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_page_is_read_aloud(log, open_window, keep_picture, size):
    window = open_window(size=size)
    window.add_init_script(VOICE)
    window.goto(log.get_url())
    window.get_by_role("button", name="朗读").press("Enter")
    assert window.evaluate("said") == [log.title]
    window.evaluate("sayOn()")
    assert window.evaluate("said.at(-1)") == "第一段的话。"
    assert spoken(window) == ["第一段的话。第二句话。"]
    window.evaluate("sayOn()")
    assert window.evaluate("said.at(-1)") == "第二句话。"
    keep_picture(window, "aloud")

    window.get_by_role("button", name="暂停").click()
    assert window.evaluate("cancelled") == 1
    window.evaluate("sayOn()")  # what was cancelled ends late
    assert window.evaluate("said.length") == 3
    window.get_by_role("button", name="继续").click()
    assert window.evaluate("said.at(-1)") == "第二句话。"
    window.keyboard.press("Escape")
    assert spoken(window) == []
    expect(window.get_by_role("button", name="停止")).to_be_hidden()

    window.get_by_role("button", name="朗读").click()
    for _ in range(4):
        window.evaluate("sayOn()")
    assert window.evaluate("said.slice(-4)") == [
        log.title, "第一段的话。", "第二句话。", "第二段的话。"]  # fmt: skip
    expect(window.get_by_role("button", name="朗读")).to_be_visible()
    assert spoken(window) == []

    window.get_by_role("button", name="朗读").click()
    before = window.evaluate("cancelled")
    window.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert window.evaluate("cancelled") == before + 1


@pytest.mark.parametrize("voices", ["[]", "[{lang: 'en-US', name: 'Ann'}]"])
def test_without_a_chinese_voice_nothing_is_offered(log, open_window, voices):
    window = open_window()
    window.add_init_script(f"window.voices = {voices};{VOICE}")
    window.goto(log.get_url())
    expect(window.get_by_role("button", name="特大")).to_be_visible()
    expect(window.get_by_role("button", name="朗读")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_is_passed_on(log, open_window, keep_picture, scripts):
    window = open_window(scripts=scripts)
    window.goto(log.get_url())
    window.locator("summary", has_text="分享").click()
    expect(window.get_by_role("link", name="海报")).to_be_visible()
    expect(window.get_by_role("link", name=log.full_url)).to_be_visible()
    expect(window.get_by_role("img", name="二维码")).to_be_visible()
    assert window.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    keep_picture(window, f"share-{'with' if scripts else 'without'}-scripts")
    with window.context.expect_page() as opened:
        window.get_by_role("link", name="海报").click()
    assert opened.value.url.endswith(f"/media/poster/{log.pk}/poster.jpg")
    if not scripts:
        expect(window.get_by_role("button", name="复制链接")).to_be_hidden()
        return
    window.keyboard.press("Escape")
    window.locator("summary", has_text="分享").press("Enter")
    window.keyboard.press("Escape")
    expect(window.get_by_role("link", name="海报")).to_be_hidden()


def test_the_browsers_own_sharing_is_used_where_it_is_offered(log, open_window):
    window = open_window()
    window.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    window.goto(log.get_url())
    window.locator("summary", has_text="分享").click()
    window.get_by_role("button", name="发给朋友").click()
    assert window.evaluate("shared") == {"title": log.title, "url": log.full_url}


def test_nothing_moves_when_the_scripts_arrive(log, open_window):
    window = open_window()
    window.add_init_script("""
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({type: 'layout-shift', buffered: true});
    """)
    window.goto(log.get_url())
    expect(window.get_by_role("button", name="特大")).to_be_visible()
    assert window.evaluate("shift") == 0


def test_on_paper_there_is_the_text_and_where_it_stands(log, open_window):
    window = open_window(size=DESK)
    window.goto(log.get_url())
    expect(window.locator(".print-foot", has_text=log.full_url)).to_be_hidden()
    window.emulate_media(media="print")
    expect(window.locator(".print-foot", has_text=log.full_url)).to_be_visible()
    expect(window.get_by_text("虚构的老师").first).to_be_visible()
    for name in ("主导航", "页脚导航"):
        expect(window.get_by_role("navigation", name=name)).to_be_hidden()
    expect(window.locator("summary", has_text="分享")).to_be_hidden()


def test_an_article_goes_to_the_clipboard_with_its_looks(log, open_window, keep_picture):
    window = open_window(log.owner, size=DESK)
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.goto(f"/my/submissions/{log.pk}/")
    window.get_by_role("link", name="公众号稿").click()
    expect(window.frame_locator("iframe").get_by_text("第一段的话。")).to_be_visible()
    keep_picture(window, "gongzhonghao")
    window.get_by_role("button", name="复制正文").click()
    expect(window.get_by_text("正文已复制")).to_be_visible()
    html, text = window.evaluate("""async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type) => (await item.getType(type)).text();
      return [await read('text/html'), await read('text/plain')];
    }""")
    assert "第一段的话。" in text
    assert "<p style=" in html
    assert "class=" not in html


def test_where_the_clipboard_is_closed_the_article_is_selected(log, open_window):
    window = open_window(log.owner, size=DESK)
    window.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined});")
    window.goto(f"/my/article/{log.pk}/")
    expect(window.frame_locator("iframe").get_by_text("第一段的话。")).to_be_visible()
    window.get_by_role("button", name="复制正文").click()
    expect(window.get_by_role("status").filter(has_text="正文已")).to_be_visible()
    selected = window.evaluate("document.querySelector('iframe').contentWindow.getSelection() + ''")
    assert "第二段的话。" in selected
