"""What axe cannot see: keyboard, focus, size of targets, spacing of text, turned phones.

See docs/accessibility.md for which requirement each test shows.
"""

import pytest
from playwright.sync_api import Page, expect

from editorial import actions
from people.roles import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_layouts import FAULTS, Awkward
from tests.editorial.factories import log_draft
from tests.people.factories import TeacherFactory, UserFactory
from tests.world import World

SMALLEST = {"width": 320, "height": 640}
TURNED = {"width": 844, "height": 390}
MINE = (
    "/my/",
    "/my/submissions/",
    "/my/submissions/new/story/",
    "/my/submissions/new/book-list/",
    "/my/submissions/new/reading-log/",
    "/my/notifications/",
    "/my/consents/",
    "/my/data/",
    "/my/reading/",
    "/my/reading/days/",
    "/my/events/",
    "/my/hours/",
    "/my/workshops/",
    "/accounts/two-factor/",
    "/accounts/password/change/",
)
# WCAG 2.5.8: 24 by 24, or so far from others that circles of that size do not meet; not where the
# line of a running text gives the height, nor for what is hidden or drawn by the browser.
SMALL = """() => {
  const kinds = "a[href], button, input, select, textarea, summary";
  const unseen = ".visually-hidden, .skip-link, [aria-hidden=true]";
  const shown = [...document.querySelectorAll(kinds)].filter((each) =>
    each.checkVisibility({ visibilityProperty: true }) && !each.disabled
      && each.type !== "hidden" && !each.closest(unseen));
  const boxes = shown
    .map((each) => [each, (each.closest("label") || each).getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height);
  const inText = (each) => getComputedStyle(each).display === "inline"
    && each.parentElement.textContent.trim().length > each.textContent.trim().length;
  const isNear = (box, other) => {
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const dx = Math.max(other.left - x, 0, x - other.right);
    const dy = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) < 12;
  };
  const isApart = (one, other) => one !== other && !other.contains(one) && !one.contains(other);
  return boxes
    .filter(([each, box]) => (box.width < 24 || box.height < 24) && !inText(each)
      && boxes.some(([other, its]) => isApart(each, other) && isNear(box, its)))
    .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.width}x${box.height}`);
}"""
# WCAG 1.4.12, as a reader's own style sheet sets it.
SPACED = """() => document.styleSheets[0].insertRule(`@layer utilities {
  * {
    line-height: 1.5 !important;
    letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
  }
  p { margin-block-end: 2em !important; }
}`, document.styleSheets[0].cssRules.length)"""
# What has the focus: whether that shows, on it or around it, and whether anything lies over it all.
FOCUSED = """() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const hasRing = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const around = [...document.querySelectorAll(":focus-within")];
  // The parts of a date, and its button, are drawn by the browser, their focus too.
  const ring = each.matches("[type=date], [type=datetime-local], [type=time]")
    || around.some((outer) => outer !== document.documentElement && hasRing(outer));
  const box = each.getBoundingClientRect();
  const shares = [0.1, 0.5, 0.9];
  const points = shares.flatMap((x) => shares.map((y) =>
    [box.left + box.width * x, box.top + Math.min(box.height, innerHeight) * y]));
  const isPart = (top) => top && (each.contains(top) || top.contains(each)
    || [...(each.labels || [])].some((label) => label.contains(top)));
  const seen = points.some(([x, y]) => isPart(document.elementFromPoint(x, y)));
  return { name: each.outerHTML.slice(0, 100), ring, seen };
}"""
MOST_STOPS = 400


def _public(world: World) -> list[str]:
    return [
        address
        for address in world.addresses()
        if not address.startswith(("/api", "/feed")) and not address.endswith(".xml")
    ]


def _found(window: Page, addresses, look) -> dict[str, object]:
    found = {}
    for address in addresses:
        window.goto(address)
        if faults := look(window):
            found[address] = faults
    return found


def walk(window: Page) -> tuple[list[dict], bool]:
    """Press Tab until the focus has left the page; return the stops and whether it left."""
    # Or the page would still be on its way to what has the focus.
    window.emulate_media(reduced_motion="reduce")
    stops: list[dict] = []
    for _ in range(MOST_STOPS):
        window.keyboard.press("Tab")
        stop = window.evaluate(FOCUSED)
        if stop is None:
            return stops, True
        stops.append(stop)
    return stops, False


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_targets_are_large_enough_for_visitors(open_window, live_home, size):
    world = World()
    world.grow_to(2)
    window = open_window(size=size)
    pages = [*_public(world), *(page.get_url() for page in Awkward().pages.values())]
    assert _found(window, pages, lambda page: page.evaluate(SMALL)) == {}


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_targets_are_large_enough_at_the_desk(open_window, live_home, size):
    window = open_window(TeacherFactory(), size=size)
    assert _found(window, MINE, lambda page: page.evaluate(SMALL)) == {}


@pytest.mark.parametrize("size", [SMALLEST, TURNED])
def test_pages_flow_on_the_smallest_and_on_a_turned_phone(open_window, live_home, size):
    world = World()
    world.grow_to(2)
    window = open_window(size=size)
    assert _found(window, _public(world), lambda page: page.evaluate(FAULTS)) == {}
    desk = open_window(TeacherFactory(), size=size)
    assert _found(desk, MINE, lambda page: page.evaluate(FAULTS)) == {}


def test_text_may_be_spaced_out(open_window, live_home):
    world = World()
    world.grow_to(2)

    def look(page):
        page.evaluate(SPACED)
        return page.evaluate(FAULTS)

    assert _found(open_window(), _public(world), look) == {}
    assert _found(open_window(TeacherFactory()), MINE, look) == {}


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_focus_is_seen_everywhere_and_caught_nowhere(open_window, live_home, size):
    world = World()
    world.grow_to(2)
    window = open_window(size=size)
    addresses = ("/", world.story.get_url(), "/stories/", "/search/?q=故事", "/feedback/")
    found = {}
    for address in addresses:
        window.goto(address)
        stops, left = walk(window)
        assert left, f"the focus is caught on {address}"
        assert "skip-link" in stops[0]["name"]
        if faults := [stop for stop in stops if not (stop["ring"] and stop["seen"])]:
            found[address] = faults
    assert found == {}


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("kind", ["story", "book-list"])
def test_the_focus_of_a_long_form_is_never_behind_its_bar(open_window, live_home, size, kind):
    window = open_window(TeacherFactory(), size=size)
    window.goto(f"/my/submissions/new/{kind}/")
    expect(window.locator(".ProseMirror").first).to_be_visible()
    stops, left = walk(window)
    assert left
    assert [stop for stop in stops if not (stop["ring"] and stop["seen"])] == []


def test_the_skip_link_leads_past_the_navigation(open_window, live_home):
    window = open_window(size=DESK)
    window.goto("/stories/")
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    expect(window.locator("#content")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_with_mistakes_begins_at_their_list(open_window, live_home, scripts):
    window = open_window(scripts=scripts)
    window.goto("/feedback/")
    window.get_by_role("button", name="送出").click()
    summary = window.locator(".form__summary")
    expect(summary).to_be_focused()
    field = summary.get_by_role("link").first
    field.click()
    assert window.evaluate("document.activeElement.getAttribute('aria-describedby')")


def test_the_end_of_a_session_is_told_in_time(open_window, live_home):
    window = open_window(UserFactory(role=Role.EDITOR), size=DESK)
    window.clock.install()
    window.goto("/my/")
    soon, over = window.locator("[data-idle-soon]"), window.locator("[data-idle-over]")
    expect(soon).to_be_hidden()
    window.clock.fast_forward("58:00")
    expect(soon).to_be_visible()
    with window.expect_response(lambda answer: answer.request.method == "HEAD") as told:
        window.get_by_role("button", name="继续使用").click()
    assert told.value.status == 200
    expect(soon).to_be_hidden()
    window.clock.fast_forward("58:00")
    expect(soon).to_be_visible()
    window.clock.fast_forward("05:00")
    expect(over).to_be_visible()
    expect(over.get_by_role("link")).to_have_attribute("target", "_blank")


def test_single_keys_can_be_switched_off(open_window, live_home):
    for number in (1, 2):
        page = log_draft(TeacherFactory(), title=f"笔记{number}", audience="district")
        actions.submit(page_id=page.pk, author=page.owner)
    window = open_window(UserFactory(role=Role.EDITOR), size=DESK)
    window.goto("/my/reviews/")
    window.keyboard.press("j")
    assert window.evaluate("document.activeElement.matches('[data-open]')")
    window.get_by_text("键盘操作").click()
    window.get_by_label("用下面的单个字母键").uncheck()
    window.reload()
    window.keyboard.press("j")
    assert window.evaluate("document.activeElement === document.body")


def test_the_panel_of_checks_tells_what_is_wrong(open_window, live_home):
    world = World()
    world.grow_to(1)
    page = world.topic
    page.body = [("paragraph", "<p>先有一段话。</p><h3>跳过了一级的小标题</h3>")]
    page.save_revision().publish()
    window = open_window(UserFactory(role=Role.EDITOR), size={"width": 1600, "height": 1000})
    window.goto(f"/admin/pages/{page.pk}/edit/")
    window.get_by_role("button", name="检查").first.click()
    found = window.locator("[data-checks-panel] [data-content-checker-row]")
    expect(found).to_have_count(1, timeout=20_000)
    expect(found).to_contain_text("标题")
    assert int(window.locator("[data-content-word-count]").inner_text()) > 0
    # The editor tells the server that it leaves; the database is gone a moment later.
    window.goto("/")
    window.wait_for_load_state("networkidle")
