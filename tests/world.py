"""Content of every public kind, as little or as much as a test asks for."""

from datetime import timedelta

from django.utils import timezone

from forums.models import AgendaItem, ForumEventPage, ForumIndexPage, Speaker
from home.models import TopicIndexPage, TopicPage
from home.sitemaps import MAPS
from media.actions import record_published_uses
from people.models import Consent
from reading.models import (
    BookListItem,
    BookListPage,
    Passage,
    PassageDay,
    ReadingLogPage,
    StudyCornerPage,
)
from stories.honours.actions import enter_stated
from stories.models import Quality, StoryHonour, StoryIndexPage, StoryPage
from tests.editorial.factories import REVIEW, draft_below, make_work, put_live
from tests.maps import map_addresses
from tests.media.factories import ImageFactory
from tests.people.factories import TeacherFactory
from tests.stories.factories import agree, make_exemplar, make_honour
from workshops.models import (
    Membership,
    ShowcaseAuthor,
    WorkshopIndexPage,
    WorkshopPage,
    WorkshopShowcasePage,
)


class World:
    """Content of every public kind, grown step by step."""

    def __init__(self) -> None:
        self.author = TeacherFactory()
        self.work = make_work()
        self.count = 0
        self.workshop: WorkshopPage | None = None
        self.topic: TopicPage | None = None

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
        self._add_person(number)

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
        self.corner = self._put_live(
            StudyCornerPage.shelf(),
            StudyCornerPage(title=f"书房{number}", photos_checked=True, **common),
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
        parent = WorkshopIndexPage.objects.get()
        parent.add_child(instance=workshop)
        workshop.save_revision().publish()
        self.workshop = self.workshop or workshop
        name = f"虚构导师{number}"
        Membership.objects.create(
            workshop=self.workshop, name=name, role="guide", state="active", came_by="entered"
        )
        Consent.objects.create(
            page=self.workshop, person_name=name, scope="name", given_on=timezone.localdate()
        )
        showcase = WorkshopShowcasePage(title=f"课例{number}", result_kind="lesson", **common)
        showcase.authors = [ShowcaseAuthor(name="虚构合作者")]
        self.showcase = self._put_live(WorkshopPage.objects.get(pk=self.workshop.pk), showcase)
        topic = TopicPage(
            title=f"专题{number}",
            cover=common["cover"],
            body=[("page_list", {"title": "选读", "pages": [self.story, self.log, self.event]})],
        )
        TopicIndexPage.objects.get().add_child(instance=topic)
        topic.save_revision().publish()
        self.topic = self.topic or topic
        PassageDay.objects.create(
            date=timezone.localdate() - timedelta(days=number),
            passage=Passage.objects.create(text="学而时习之", author="孔子", source="《论语》"),
        )

    def _add_person(self, number: int) -> None:
        """Somebody of whom the story tells, with an honour, a work and a portrait."""
        self.person = make_exemplar(
            f"虚构{number}",
            unit=self.author.unit,
            portrait=ImageFactory(size_px=(320, 400), alt_text="画像"),
        )
        agree(self.person, self.story)
        make_honour(self.person, year=2000 + number, issuing_body="虚构局")
        enter_stated(holder=self.person, rows=self.story.honours.all())

    def addresses(self) -> list[str]:
        pages = [
            self.story,
            self.book_list,
            self.log,
            self.corner,
            self.event,
            self.workshop,
            self.showcase,
            self.topic,
        ]
        return [
            "/",
            "/stories/",
            "/stories/?quality=learning&stage=primary",
            "/stories/people/",
            self.person.get_absolute_url(),
            "/stories/honours/",
            "/reading/",
            "/reading/lists/",
            "/reading/logs/",
            "/reading/corners/",
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
            *(map_addresses(name)[-1] for name in MAPS),  # where the newest rows stand
            "/tags/",
            "/tags/ban-zhu-ren/",
            "/tags/ban-zhu-ren/atom.xml",
            f"/authors/{self.author.pk}/",
            "/units/",
            f"/units/{self.author.unit.pk}/",
            f"/units/{self.author.unit.pk}/stories/",
            "/archive/",
            f"/archive/{timezone.localdate():%Y/%m}/",
            "/sitemap/",
            "/api/v2/",
            "/api/v2/openapi.json",
            "/api/v2/pages/",
            "/api/v2/pages/?type=reading.BookListPage&fields=summary,cover,byline_author,tag_names,items",
            *(page.get_url() for page in pages),
        ]
