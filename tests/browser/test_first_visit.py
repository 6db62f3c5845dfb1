"""What a first visit to a story costs on a slow line, and that nothing on it moves."""

import gzip

from tests.browser.conftest import PHONE
from tests.world import World

MOST = 60 * 1024
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 500);
})"""


def fetched(window):
    return window.evaluate("performance.getEntriesByType('resource').map(each => each.name)")


def test_a_story(open_window, live_home):
    world = World()
    world.grow_to(3)
    window = open_window(size=PHONE)
    weights = {}

    def weigh(response):
        kind = response.headers.get("content-type", "").split(";")[0]
        if kind in ("text/html", "text/css", "text/javascript", "application/javascript"):
            weights[response.url] = len(gzip.compress(response.body(), 6))

    window.on("response", weigh)
    window.goto(world.story.get_url())
    window.wait_for_load_state("networkidle")
    assert sum(weights.values()) <= MOST, weights
    assert len(weights) > 4
    assert window.evaluate(SHIFTS) == 0
    assert not [name for name in fetched(window) if ".woff" in name or ".ttf" in name]


def test_the_largest_picture_is_asked_for_first(open_window, live_home):
    world = World()
    world.grow_to(1)
    window = open_window(size=PHONE)
    window.goto(world.story.get_url())
    preload = window.locator('link[rel="preload"][as="image"]')
    picture = window.locator(".article__lead-image img")
    assert preload.count() == 1
    # The very files that the picture names, or it would be fetched twice.
    for asked, shown in (("imagesrcset", "srcset"), ("imagesizes", "sizes"), ("href", "src")):
        assert preload.get_attribute(asked) == picture.get_attribute(shown)
    shown = picture.evaluate("image => image.currentSrc")
    pictures = [name for name in fetched(window) if "/images/" in name or name == shown]
    assert pictures[0] == shown
    assert pictures.count(shown) == 1
