"""What editors assemble themselves: sections, workshops, topics, standard pages, front page."""

from datetime import date, timedelta

from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page

from home.demo import source
from home.demo.clock import at, moment
from home.demo.gallery import Gallery
from home.demo.people import Cast
from home.demo.topics import topic_body
from home.front.defaults import DEFAULT
from home.models import HomePage, StandardPage, TopicIndexPage, TopicPage
from media.models import PortalImage
from people.models import User
from portal.models import PortalPage
from reading.figures.actions import count_year
from reading.models import ReadingYear
from workshops.models import WorkshopIndexPage, WorkshopPage

OPENED_DAYS_AGO = 200


class Builder:
    """Adds published pages in an editor's name."""

    def __init__(self, home: HomePage, cast: Cast, gallery: Gallery) -> None:
        self.home, self.cast, self.gallery = home, cast, gallery
        self.editor: User = cast.accounts["editor1"]
        self.today = timezone.now()

    def mark_sections(self) -> None:
        """Show the demo's mark on every section; the front page gets it with its words."""
        for page in Page.objects.descendant_of(self.home).specific():
            self._publish(page, OPENED_DAYS_AGO)

    def workshops(self) -> dict[str, WorkshopPage]:
        """Make the workshops; return them by their slug."""
        index = WorkshopIndexPage.objects.child_of(self.home).get()
        made = {}
        for row in source.texts("workshops")["workshop"]:
            host = self.cast.accounts[row["host"]]
            opening, *plan = source.blocks(row["plan"])
            page = WorkshopPage(
                **self._common(row),
                tier=row["tier"],
                workshop_kind=row.get("kind", "teacher"),
                location=row.get("location", ""),
                subject=row["subject"],
                unit=self.cast.units[row["unit"]],
                host=host,
                host_name=host.name,
                body=[opening],
                plan=[("paragraph", "".join(_running(kind, text) for kind, text in plan))],
            )
            made[row["slug"]] = self._add(index, page, OPENED_DAYS_AGO - 10)
        return made

    def topics(self, pieces: dict[str, Model]) -> None:
        """Make the topics and the exhibition, which gather pieces by their slugs."""
        index = TopicIndexPage.objects.child_of(self.home).get()
        for row in source.texts("pages")["topic"]:
            starts_on, ends_on = (self._day(days) for days in row.get("days", (None, None)))
            page = TopicPage(
                **self._common(row),
                kind=row.get("kind", "topic"),
                look=row.get("look", "paper"),
                starts_on=starts_on,
                ends_on=ends_on,
                body=topic_body(row, pieces, self._photo),
            )
            self._add(index, page, row["days_ago"])

    def _day(self, days: int | None) -> date | None:
        return None if days is None else timezone.localdate(self.today) + timedelta(days=days)

    def _photo(self, name: str, alt: str) -> PortalImage:
        return self.gallery.picture(name, alt, self.editor)

    def standard_pages(self) -> None:
        """Make 关于本站, 投稿指南, 隐私说明 and 无障碍说明."""
        for row in source.texts("pages")["page"]:
            page = StandardPage(
                title=row["title"],
                slug=row["slug"],
                summary=row["summary"],
                body=source.blocks(row["body"]),
            )
            self._add(self.home, page, OPENED_DAYS_AGO)

    def front_page(self) -> None:
        """Give the front page its sections and its words."""
        for year in ReadingYear.objects.all():
            count_year(year=year)
        row = source.texts("pages")["home"]
        self.home.refresh_from_db()
        self.home.summary = row["summary"]
        self.home.body = [
            *DEFAULT,
            ("workshop_of_week", {"title": "本周工作坊", "most": 3, "width": "full"}),
            ("honours", {"title": "荣誉", "most": 6, "width": "full"}),
            ("programme", {"title": "数字里的书房计划", "width": "full"}),
            ("heading", row["heading"]),
            *source.blocks(row["lead"]),
        ]
        self._publish(self.home, OPENED_DAYS_AGO)

    def _common(self, row: dict) -> dict[str, object]:
        return {
            "title": row["title"],
            "slug": row["slug"],
            "summary": row["summary"],
            "cover": self.gallery.picture(row["picture"], row["alt"], self.editor),
        }

    def _add(self, parent: Page, page: PortalPage, days_ago: int) -> PortalPage:
        parent.refresh_from_db()
        page.owner = self.editor
        page.live = False
        with at(moment(self.today, -days_ago)):
            parent.add_child(instance=page)
        return self._publish(page, days_ago)

    def _publish(self, page: PortalPage, days_ago: int) -> PortalPage:
        page.is_demo = True
        with at(moment(self.today, -days_ago)):
            page.save_revision(user=self.editor).publish(user=self.editor)
        return page


def _running(kind: str, text: str) -> str:
    """Return a block as running text: the page puts its own heading above the plan."""
    return f"<h3>{text}</h3>" if kind == "heading" else text
