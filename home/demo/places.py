"""What editors assemble themselves: sections, workshops, topics, standard pages, front page."""

from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page

from home.demo import source
from home.demo.clock import at, moment
from home.demo.gallery import Gallery
from home.demo.people import Cast
from home.models import HomePage, StandardPage, TopicIndexPage, TopicPage
from people.models import User
from portal.models import PortalPage
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
        """Make the topic pages, which gather pieces by their slugs."""
        index = TopicIndexPage.objects.child_of(self.home).get()
        for row in source.texts("pages")["topic"]:
            text, cited = row["quote"]
            body: list[tuple[str, object]] = [
                *source.blocks(row["intro"]),
                ("quote", {"text": text, "source": cited}),
            ]
            if row["timeline"]:
                entries = [
                    dict(zip(("date", "title", "text"), e, strict=True)) for e in row["timeline"]
                ]
                body.append(("timeline", {"title": "怎样走", "entries": entries}))
            pages = [pieces[slug] for slug in row["items"]]
            body.append(("page_list", {"title": "读一读，聊一聊", "pages": pages}))
            self._add(index, TopicPage(**self._common(row), body=body), row["days_ago"])

    def standard_pages(self) -> None:
        """Make 关于本站, 投稿指南 and 隐私说明."""
        for row in source.texts("pages")["page"]:
            page = StandardPage(
                title=row["title"],
                slug=row["slug"],
                summary=row["summary"],
                body=source.blocks(row["body"]),
            )
            self._add(self.home, page, OPENED_DAYS_AGO)

    def front_page(self) -> None:
        """Give the front page its words."""
        row = source.texts("pages")["home"]
        self.home.refresh_from_db()
        self.home.summary = row["summary"]
        self.home.body = [("heading", row["heading"]), *source.blocks(row["lead"])]
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
