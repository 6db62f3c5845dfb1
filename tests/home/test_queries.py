"""Every public page asks the database at most 20 times, as often for 100 items as for one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.models import AgendaItem, ForumEventPage, ForumIndexPage, Speaker
from media.actions import record_published_uses
from people.roles import Role
from reading.models import BookListItem, BookListPage, Passage, PassageDay, ReadingLogPage
from stories.models import Quality, StoryHonour, StoryIndexPage, StoryPage
from tests.editorial.factories import REVIEW, draft_below, make_work, put_live
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory, UserFactory
from workshops.models import (
    WorkshopIndexPage,
    WorkshopMember,
    WorkshopPage,
    WorkshopShowcasePage,
)

pytestmark = pytest.mark.django_db

MOST = 20


class World:
    """Content of every public kind, grown step by step."""

    def __init__(self) -> None:
        self.author = TeacherFactory()
        self.work = make_work()
        self.count = 0
        self.workshop = None

    def grow_to(self, amount: int) -> None:
        while self.count < amount:
            self.count += 1
            self._add(self.count)

    def _put_live(self, parent, page):
        page = put_live(draft_below(parent, self.author, page))
        record_published_uses(page)
        return page

    def _add(self, number: int) -> None:
        common = {
            "cover": ImageFactory(size_px=(320, 200)),
            "summary": "摘要",
            "body": [("paragraph", REVIEW), ("image", {"image": ImageFactory(size_px=(320, 200))})],
        }
        story = StoryPage(
            title=f"故事{number}", person_name="虚构", stage="primary", qualities=[], **common
        )
        story.qualities = Quality.objects.all()
        story.honours = [StoryHonour(title="虚构荣誉")]
        story.tags.add("班主任", f"标签{number % 3}")
        self.story = self._put_live(StoryIndexPage.objects.get(), story)

        books = BookListPage(title=f"书单{number}", **common)
        books.items = [
            BookListItem(work=self.work, reason="好"),
            BookListItem(work=make_work(f"书{number}"), reason="好"),
        ]
        self.book_list = self._put_live(BookListPage.shelf(), books)

        self.log = self._put_live(
            ReadingLogPage.shelf(),
            ReadingLogPage(title=f"笔记{number}", work=self.work, slot="classic", **common),
        )
        day = timezone.now() + timedelta(days=number)
        event = ForumEventPage(
            title=f"活动{number}", event_kind="salon", starts_at=day, ends_at=day, **common
        )
        event.agenda = [AgendaItem(title="开场"), AgendaItem(title="分享")]
        event.speakers = [Speaker(name="虚构甲"), Speaker(name="虚构乙")]
        self.event = self._put_live(ForumIndexPage.objects.get(), event)

        workshop = WorkshopPage(
            title=f"工作坊{number}", tier="city", host_name="虚构", unit=self.author.unit, **common
        )
        workshop.members = [WorkshopMember(name="虚构甲")]
        parent = WorkshopIndexPage.objects.get()
        parent.add_child(instance=workshop)
        workshop.save_revision().publish()
        self.workshop = self.workshop or workshop
        self.showcase = self._put_live(
            WorkshopPage.objects.get(pk=self.workshop.pk),
            WorkshopShowcasePage(title=f"课例{number}", result_kind="lesson", **common),
        )
        PassageDay.objects.create(
            date=timezone.localdate() - timedelta(days=number),
            passage=Passage.objects.create(text="学而时习之", author="孔子", source="《论语》"),
        )

    def addresses(self) -> list[str]:
        pages = [self.story, self.book_list, self.log, self.event, self.workshop, self.showcase]
        return [
            "/",
            "/stories/",
            "/stories/?quality=learning&stage=primary",
            "/reading/",
            "/reading/lists/",
            "/reading/logs/",
            "/reading/books/",
            self.work.get_absolute_url(),
            "/reading/passage/",
            "/forums/",
            "/forums/?when=coming",
            "/workshops/",
            "/topics/",
            "/search/?q=虚构",
            "/feed/atom.xml",
            "/feed/stories/atom.xml",
            "/sitemap.xml",
            "/api/v2/pages/",
            "/api/v2/pages/?type=reading.BookListPage&fields=summary,cover,byline_author,tag_names,items",
            *(page.get_url() for page in pages),
        ]


def queries(client, address: str) -> int:
    client.get(address)  # draws renditions, fills what a process keeps
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200, address
    return len(captured)


def test_query_counts_do_not_grow(client, site_home):
    world = World()
    counts = {}
    for amount in (1, 10, 100):
        world.grow_to(amount)
        kinds = world.addresses()
        counts[amount] = [queries(client, address) for address in kinds]
    table = list(zip(kinds, counts[1], counts[10], counts[100], strict=True))
    assert [row for row in table if max(row[1:]) > MOST] == []
    assert [row for row in table if row[3] > row[2]] == []
    # A list of one may ask less than a list of ten: for nothing related there is nothing to fetch.
    assert [row for row in table if row[2] > row[1] + 2] == []


def test_signed_in_people_pay_a_constant_price(client, site_home):
    world = World()
    world.grow_to(2)
    client.force_login(UserFactory(role=Role.TEACHER))
    assert queries(client, "/") <= MOST + 4
