"""Topics and the front page in a real browser: pictures large by keyboard and without a script."""

import pytest
from playwright.sync_api import expect

from home.models import HomePage, TopicIndexPage, TopicPage
from media.actions import record_published_uses
from people.roles import Role
from stories.models import StoryPage
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import faults_here
from tests.media.factories import ImageFactory
from tests.people.factories import UserFactory
from tests.world import World


@pytest.fixture
def gallery(live_home):
    pictures = [
        {
            "image": ImageFactory(size_px=(900, 600), alt_text=f"第{number}张里的教室"),
            "alt": "",
            "caption": f"图注{number}",
            "faces": "",
        }
        for number in (1, 2, 3)
    ]
    page = TopicPage(title="看图", body=[("gallery", {"title": "教室", "images": pictures})])
    TopicIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    record_published_uses(page)
    return page


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_pictures_open_large_by_keyboard(open_window, gallery, keep_picture, size):
    window = open_window(size=size)
    window.goto(gallery.get_url())
    first = window.locator(".gallery__link").first
    first.focus()
    window.keyboard.press("Enter")
    dialog = window.get_by_role("dialog", name="看大图")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="关闭")).to_be_focused()
    expect(dialog).to_contain_text("图注1第 1 张，共 3 张")
    assert faults_here(window) == []
    keep_picture(window, "lightbox")
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowRight", 1), ("ArrowLeft", 3)):
        window.keyboard.press(key)
        expect(dialog).to_contain_text(f"图注{number}第 {number} 张")
    expect(dialog.get_by_alt_text("第3张里的教室")).to_be_visible()
    window.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(window.locator(".gallery__link").nth(2)).to_be_focused()


def test_without_a_script_a_picture_is_a_link(open_window, gallery):
    window = open_window(scripts=False)
    window.goto(gallery.get_url())
    with window.expect_response("**/media/images/**") as answer:
        window.locator(".gallery__link").first.click()
    assert answer.value.status == 200
    assert answer.value.headers["content-type"] == "image/webp"


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_every_section_of_the_front_page_is_accessible(open_window, live_home, keep_picture, size):
    World().grow_to(3)
    home = HomePage.objects.get()
    home.body = [
        *((block.block_type, block.value) for block in home.body),
        ("workshop_of_week", {"title": "本周工作坊", "most": 3, "width": "full"}),
        ("honours", {"title": "荣誉", "most": 6, "width": "full"}),
    ]
    home.save_revision().publish()
    window = open_window(size=size)
    window.goto("/")
    expect(window.get_by_role("heading", name="本周工作坊")).to_be_visible()
    assert faults_here(window) == []
    keep_picture(window, "front")


def add_block(window, label):
    """Add a block at the end of the page's body."""
    window.locator("[data-contentpath=body] button.c-sf-add-button").last.click()
    window.get_by_role("option", name=label, exact=True).click()


def fill(window, values):
    """Fill the fields of the body by their names in the form."""
    for name, value in values.items():
        window.locator(f"[name=body-{name}]").fill(value)


def test_an_editor_builds_an_exhibition_with_nobodys_help(open_window, live_home, keep_picture):
    """As the guide for editors says it, docs/guide/topics.md."""
    world = World()
    world.grow_to(3)
    window = open_window(UserFactory(role=Role.EDITOR), size=DESK)
    window.goto("/admin/")
    window.get_by_role("button", name="内容", exact=True).click()
    window.get_by_role("link", name="专题和成果展").click()
    window.get_by_role("link", name="添加 专题").click()
    window.locator("[name=title]").fill("虚构的成果展")
    window.locator("[name=summary]").fill("一年里做成的几件事。")
    window.locator("[name=kind]").select_option(label="成果展")
    window.locator("[name=look]").select_option(index=1)

    add_block(window, "导语")
    fill(window, {"0-value-text": "把这一年的文章放在一起。", "0-value-signature": "编辑部"})
    add_block(window, "小标题")
    fill(window, {"1-value": "走过的路"})
    add_block(window, "时间线")
    fill(window, {"2-value-entries-0-value-date": "九月", "2-value-entries-0-value-title": "选书"})
    add_block(window, "数字")
    fill(
        window,
        {
            "3-value-figures-0-value-number": "12",
            "3-value-figures-0-value-label": "次沙龙",
            "3-value-source": "虚构的统计",
        },
    )
    add_block(window, "自动列表")
    fill(window, {"4-value-title": "新近的故事"})
    window.get_by_role("checkbox", name=StoryPage.search_kind).check()
    window.get_by_role("button", name="更多动作").click()
    window.get_by_role("button", name="发布", exact=True).click()
    window.wait_for_url(lambda address: "/add/" not in address)

    page = TopicPage.objects.get(title="虚构的成果展")
    assert page.live
    for size in (PHONE, DESK):
        visitor = open_window(size=size)
        visitor.goto(page.get_url())
        for words in ("把这一年的文章放在一起。", "走过的路", "选书", "次沙龙", world.story.title):
            expect(visitor.get_by_text(words).first).to_be_visible()
        assert faults_here(visitor) == []
        keep_picture(visitor, "exhibition")
