"""Every page type at three widths, light, dark and in large type, with awkward content.

``make screens`` keeps a picture of each in ``var/screens`` to be looked at.
"""

import pytest

from forums.models import AgendaItem, ForumEventPage, ForumIndexPage, Speaker
from home.models import TopicIndexPage, TopicPage
from portal.appearance import COOKIE, LARGE
from reading.models import BookListItem, BookListPage, ReadingLogPage
from stories.models import Quality, StoryHonour, StoryIndexPage, StoryPage
from tests.editorial.factories import REVIEW, draft_below, make_work, put_live
from tests.people.factories import TeacherFactory, UnitFactory
from tests.world import World
from workshops.models import WorkshopPage, WorkshopShowcasePage

LONG = "四十个字的题目要在卡片里排得下去：一位乡村教师和她的学生们一起读完一百本书的三年"
NAME = "阿卜杜热合曼·买买提明江·艾力肯木"
LATIN = "Supercalifragilisticexpialidocious" * 3
MANY = 500
SIZES = {
    "phone": {"width": 390, "height": 844},
    "tablet": {"width": 768, "height": 1024},
    "desk": {"width": 1440, "height": 900},
}
# What no reader should meet: a page wider than the window, a picture that is not there, words cut
# off at the side where nothing says that they go on.
FAULTS = """() => {
  const faults = [];
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push("scrolls sideways");
  for (const picture of document.images)
    if (picture.complete && !picture.naturalWidth) faults.push(`no picture: ${picture.src}`);
  for (const element of document.querySelectorAll("h1,h2,h3,h4,p,li,dd,dt,td,th,a,button,label")) {
    const style = getComputedStyle(element);
    const cut = style.overflowX === "hidden" && style.textOverflow !== "ellipsis";
    const unseen = element.closest("[aria-hidden], .visually-hidden");
    if (cut && !unseen && element.scrollWidth > element.clientWidth + 1)
      faults.push(`cut off: ${element.className || element.tagName}`);
  }
  return faults;
}"""


class Awkward:
    """Long names, no pictures, one item, five hundred items."""

    def __init__(self) -> None:
        self.author = TeacherFactory(name=NAME, unit=UnitFactory(name=LONG[:30] + "学校"))
        self.pages = {
            "story": self._story(),
            "list-of-one": self._list(1),
            "list-of-many": self._list(MANY),
            "log": self._live(
                ReadingLogPage.shelf(),
                ReadingLogPage(title=LONG, work=make_work(LONG), slot="classic", body=self._body()),
            ),
            "event": self._event(),
            "topic": self._topic(),
        }
        self.pages |= self._workshop()

    def _live(self, parent, page):
        return put_live(draft_below(parent, self.author, page))

    def _body(self):
        return [("paragraph", REVIEW + f"<p>{LATIN}</p>"), ("heading", LONG)]

    def _story(self):
        story = StoryPage(title=LONG, person_name=NAME, person_title=LONG, body=self._body())
        story.qualities = Quality.objects.all()
        story.honours = [StoryHonour(title=LONG, issuing_body=LONG, year=2025)] * 1
        story.tags.add(*(f"标签{number}" for number in range(40)), LATIN[:60])
        return self._live(StoryIndexPage.objects.get(), story)

    def _list(self, amount):
        page = BookListPage(title=f"{LONG[:36]}{amount}", body=self._body())
        work = make_work(LONG)
        page.items = [BookListItem(work=work, reason=LONG) for _ in range(amount)]
        return self._live(BookListPage.shelf(), page)

    def _event(self):
        event = ForumEventPage(title=LONG, event_kind="salon", body=self._body())
        event.agenda = [AgendaItem(title=LONG) for _ in range(MANY)]
        event.speakers = [Speaker(name=NAME) for _ in range(60)]
        return self._live(ForumIndexPage.objects.get(), event)

    def _workshop(self):
        from workshops.models import WorkshopIndexPage

        workshop = WorkshopPage(title=LONG, tier="city", host_name=NAME, unit=self.author.unit)
        WorkshopIndexPage.objects.get().add_child(instance=workshop)
        workshop.save_revision().publish()
        showcase = WorkshopShowcasePage(title=LONG, result_kind="lesson", body=self._body())
        return {"workshop": workshop, "showcase": self._live(workshop, showcase)}

    def _topic(self):
        entries = [{"date": "2025年9月", "title": LONG, "text": LONG} for _ in range(60)]
        topic = TopicPage(
            title=LONG,
            body=[
                ("timeline", {"title": LONG, "entries": entries}),
                ("quote", {"text": LONG, "source": NAME}),
            ],
        )
        TopicIndexPage.objects.get().add_child(instance=topic)
        topic.save_revision().publish()
        return topic


def look_at(window, address, name, keep_picture):
    window.goto(address)
    window.wait_for_load_state("networkidle")
    keep_picture(window, name)
    return window.evaluate(FAULTS)


@pytest.mark.parametrize("look", ["light", "dark", "large"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_type(open_window, live_home, keep_picture, size, look):
    world = World()
    world.grow_to(2)
    addresses = {
        address.strip("/").replace("/", "-").split("?")[0] or "home": address
        for address in world.addresses()
        if not address.startswith(("/api", "/feed", "/sitemap"))
    }
    addresses |= {f"awkward-{name}": page.get_url() for name, page in Awkward().pages.items()}
    window = open_window(size=SIZES[size], dark=look == "dark")
    if look == "large":
        window.context.add_cookies([{"name": COOKIE, "value": LARGE, "url": live_home.full_url}])
    faults = {
        name: found
        for name, address in addresses.items()
        if (found := look_at(window, address, f"{name}-{look}", keep_picture))
    }
    assert faults == {}


def test_the_smallest_phone_at_double_size(open_window, live_home):
    """320 CSS pixels: what 1280 pixels are at 400 %."""
    window = open_window(size={"width": 320, "height": 640})
    pages = Awkward().pages
    found = {}
    for name, page in pages.items():
        window.goto(page.get_url())
        found[name] = window.evaluate(FAULTS)
    assert {name: faults for name, faults in found.items() if faults} == {}
