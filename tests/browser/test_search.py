"""Searching: by keyboard, without scripts, on a phone; axe finds nothing."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect
from taggit.models import Tag
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accessibility import faults, faults_here
from tests.world import World

RESULTS = "/search/?q=虚构"


@pytest.fixture
def world(live_home):
    world = World()
    world.grow_to(2)
    Tag.objects.get_or_create(name="故事", slug="gushi")
    SearchPromotion.objects.create(query=Query.get("虚构"), page=world.topic)
    call_command("update_index", verbosity=0)
    return world


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (PHONE, True), (DESK, True)])
def test_the_page_in_all_its_states(open_window, world, keep_picture, size, dark):
    window = open_window(size=size, dark=dark)
    states = {
        "results": RESULTS,
        "narrowed": f"{RESULTS}&type=storypage&sort=newest",
        "nothing": "/search/?q=火星飞船",
        "empty": "/search/",
        "story": world.story.get_url(),
    }
    found = {}
    for name, address in states.items():
        found[name] = faults(window, address)
        keep_picture(window, f"search-{name}-{'dark' if dark else 'light'}")
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_by_keyboard(open_window, world):
    window = open_window(size=DESK)
    window.goto("/")
    box = window.get_by_role("combobox", name="搜索全站")
    box.press_sequentially("故事")
    options = window.get_by_role("option")
    expect(options).to_have_count(4)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert faults_here(window) == []

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None

    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("故事")

    box.press("ArrowDown")
    expect(options).to_have_count(4)
    box.press("ArrowUp")
    title = options.last.locator("span").first.inner_text()
    box.press("Enter")
    expect(window.get_by_role("heading", level=1)).to_have_text(title)


def test_enter_without_a_choice_searches(open_window, world):
    window = open_window(size=DESK)
    window.goto("/")
    box = window.get_by_role("combobox", name="搜索全站")
    box.press_sequentially("故事1")
    expect(window.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    window.wait_for_url("**/search/?q=*")
    assert window.locator(".results__summary").count() == 1


def test_letters_on_their_way_to_characters_ask_nothing(open_window, world):
    window = open_window(size=DESK)
    asked = []
    suggest = reverse("search:suggest")
    window.on("request", lambda sent: asked.append(sent.url) if suggest in sent.url else None)
    window.goto("/search/")
    box = window.locator("#search-q")
    box.evaluate(
        """box => {
          box.focus();
          box.dispatchEvent(new CompositionEvent("compositionstart"));
          box.value = "gu shi";
          box.dispatchEvent(new InputEvent("input", {isComposing: true}));
          box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", isComposing: true}));
        }"""
    )
    window.wait_for_timeout(400)
    assert asked == []
    box.evaluate(
        """box => {
          box.value = "故事";
          box.dispatchEvent(new CompositionEvent("compositionend"));
        }"""
    )
    expect(window.get_by_role("option").first).to_be_visible()
    assert len(asked) == 1


def test_by_finger(open_window, world):
    window = open_window(size=PHONE)
    window.goto(RESULTS)
    groups = window.locator(".narrowing__groups")
    expect(groups).to_be_hidden()
    window.get_by_text("缩小范围", exact=True).click()
    expect(groups).to_be_visible()
    groups.get_by_role("link", name="师德风采").click()
    window.wait_for_url("**type=storypage**")
    window.get_by_role("list", name="已选的范围").get_by_role("link", name="师德风采").click()
    window.wait_for_url(lambda url: "type=" not in url)


def test_without_scripts(open_window, world):
    window = open_window(size=DESK, scripts=False)
    window.goto("/")
    box = window.get_by_role("searchbox", name="搜索全站")
    box.fill("虚构")
    box.press("Enter")
    expect(window.locator(".narrowing__groups")).to_be_visible()
    expect(window.get_by_text("推荐", exact=True)).to_be_visible()
