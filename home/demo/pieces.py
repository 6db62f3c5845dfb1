"""The kinds of submission, made from their text files."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Page

from editorial.enums import Audience
from editorial.models import Submission
from forums.models import AgendaItem, EventSeries, EventSession, ForumEventPage, Speaker
from home.demo import source
from home.demo.clock import moment
from home.demo.gallery import Gallery
from home.demo.people import Cast
from reading.models import BookListItem, BookListPage, ReadingLogPage, StudyCornerPage, Work
from stories.models import Quality, StoryHonour, StoryPage
from workshops.models import (
    ShowcaseAuthor,
    WorkshopPage,
    WorkshopPlanPage,
    WorkshopShowcasePage,
    WorkshopYear,
)

Piece = tuple[Submission, Page, dict]
KINDS = ("story", "list", "log", "corner", "event", "showcase", "plan")
PORTRAIT_ALT = "{person}的剪影画像：围着围巾，看不见面容，身后是一轮圆日"


def season_of(day: date) -> str:
    """Return the season of a day as editors name their lists by it: 2026年冬."""
    return f"{day.year}年{'冬春夏秋'[day.month % 12 // 3]}"


class Desk:
    """Lays out the pieces; each comes with the page below which it belongs and its row."""

    def __init__(
        self,
        cast: Cast,
        gallery: Gallery,
        works: dict[str, Work],
        workshops: dict[str, WorkshopPage],
    ) -> None:
        self.cast, self.gallery, self.works, self.workshops = cast, gallery, works, workshops
        self.today = timezone.now()

    def pieces(self) -> Iterator[Piece]:
        """Yield all pieces, oldest first within a kind, as an index page would have got them."""
        for kind, shelf, make in (
            ("story", StoryPage.shelf(), self._story),
            ("list", BookListPage.shelf(), self._book_list),
            ("log", ReadingLogPage.shelf(), self._reading_log),
            ("corner", StudyCornerPage.shelf(), self._corner),
            ("event", ForumEventPage.shelf(), self._event),
            ("showcase", None, self._showcase),
            ("plan", None, self._plan),
        ):
            for row in sorted(self.rows(kind), key=lambda row: -row["days_ago"]):
                yield make(row), shelf or self.workshops[row["workshop"]], row

    @staticmethod
    def rows(kind: str) -> list[dict]:
        """Return the rows of one kind."""
        name = "stories" if kind == "story" else f"{kind}s"
        return source.texts(name)[kind]

    @classmethod
    def count(cls) -> int:
        """How many pieces there are."""
        return sum(len(cls.rows(kind)) for kind in KINDS)

    def _common(self, row: dict) -> dict[str, object]:
        owner = self.cast.accounts[row["author"]]
        return {
            "title": row["title"],
            "slug": row["slug"],
            "summary": row["summary"],
            "source": row.get("source", ""),
            "cover": self.gallery.picture(row["picture"], row["alt"], owner),
            "is_demo": True,
            "audience": row.get("audience", Audience.PUBLIC),
        }

    def _tagged(self, page: Submission, row: dict) -> Submission:
        page.tags.add(*row["tags"])
        return page

    def _story(self, row: dict) -> Submission:
        opening, *rest = source.blocks(row["body"])
        alt = PORTRAIT_ALT.format(person=row["person"])
        owner = self.cast.accounts[row["author"]]
        portrait = self.gallery.picture(row["portrait"], alt, owner)
        day = timezone.localdate(moment(self.today, -row["days_ago"] - 20))
        picture = {
            "image": portrait,
            "alt": alt,
            "caption": f"{row['person']}（画像）",
            "faces": "none",
        }
        page = StoryPage(
            **self._common(row),
            person_name=row["person"],
            person_title=f"教师，从教 {row['years']} 年",
            person_unit=self.cast.units[row["unit"]],
            stage=row["stage"],
            subject=row["subject"],
            consent_scope=StoryPage.Scope.PHOTO,
            consent_date=day,
            body=[
                opening,
                ("image", picture),
                *rest,
            ],
        )
        page.qualities = list(Quality.objects.filter(slug__in=row["qualities"]))
        page.honours = [StoryHonour(title=title) for title in row["honours"]]
        return self._tagged(page, row)

    def _book_list(self, row: dict) -> Submission:
        page = BookListPage(**self._common(row), list_kind=row["kind"])
        if page.list_kind == BookListPage.ListKind.EDITORS:
            page.season = season_of(timezone.localdate(moment(self.today, -row["days_ago"])))
        contributors = row.get("contributors", {})
        agreed = timezone.localdate(moment(self.today, -row["days_ago"] - 20))
        page.items = [
            BookListItem(
                work=self.works[title],
                reason=reason,
                contributor=contributors.get(title, ""),
                consent_date=agreed if title in contributors else None,
                sort_order=number,
            )
            for number, (title, reason) in enumerate(row["books"])
        ]
        return self._tagged(page, row)

    def _reading_log(self, row: dict) -> Submission:
        finished = timezone.localdate(moment(self.today, -row["days_ago"] - 8))
        page = ReadingLogPage(
            **self._common(row),
            work=self.works[row["book"]],
            slot=row["slot"],
            manner=row["manner"],
            started_on=finished - timedelta(days=row["read_days"]),
            finished_on=finished,
            body=source.blocks(row["body"]),
        )
        return self._tagged(page, row)

    def _corner(self, row: dict) -> Submission:
        owner = self.cast.accounts[row["author"]]
        photos = [
            (
                "image",
                {
                    "image": self.gallery.picture(name, alt, owner),
                    "alt": alt,
                    "caption": caption,
                    "faces": "none",
                },
            )
            for name, alt, caption in row["photos"]
        ]
        page = StudyCornerPage(
            **self._common(row), photos_checked=True, body=[*source.blocks(row["body"]), *photos]
        )
        return self._tagged(page, row)

    def _event(self, row: dict) -> Submission:
        page = ForumEventPage(
            **self._common(row),
            event_kind=row["kind"],
            mode=row["mode"],
            place=row["place"],
            starts_at=self._on_day(row["in_days"], row["start"]),
            ends_at=self._on_day(row["in_days"], row["end"]),
            body=source.blocks(row["body"]),
            report=source.blocks(row["report"]) if row["report"] else [],
        )
        page.agenda = [
            AgendaItem(time=time.fromisoformat(at), title=title, speaker=name, sort_order=number)
            for number, (at, title, name) in enumerate(row["agenda"])
        ]
        page.speakers = [
            Speaker(name=name, affiliation=affiliation, sort_order=number)
            for number, (name, affiliation) in enumerate(row["speakers"])
        ]
        page.sessions = [
            EventSession(
                title=title,
                starts_at=self._on_day(row["in_days"], start),
                ends_at=self._on_day(row["in_days"], end),
                room=room,
                speaker_names=names,
                planned_quarters=quarters,
                hours_basis=basis,
                sort_order=number,
            )
            for number, (title, start, end, room, names, quarters, basis) in enumerate(
                row.get("sessions", [])
            )
        ]
        page.series = EventSeries.objects.filter(title=row.get("series", "")).first()
        page.organising_page = self.workshops.get(row.get("workshop", ""))
        return self._tagged(page, row)

    def _on_day(self, days: int, clock: str) -> datetime:
        day = timezone.localtime(self.today).date() + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))

    def _showcase(self, row: dict) -> Submission:
        page = WorkshopShowcasePage(
            **self._common(row),
            result_kind=row["result"],
            subject=row["subject"],
            licence=row.get("licence", WorkshopShowcasePage.licence.field.default),
            body=source.blocks(row["body"]),
        )
        agreed = timezone.localdate(moment(self.today, -row["days_ago"] - 20))
        page.authors = [
            ShowcaseAuthor(name=name, unit_name=unit, consent_date=agreed, sort_order=number)
            for number, (name, unit) in enumerate(row.get("authors", []))
        ]
        return self._tagged(page, row)

    def _plan(self, row: dict) -> Submission:
        page = WorkshopPlanPage(
            **self._common(row),
            year=WorkshopYear.on(timezone.localdate(self.today)),
            body=source.blocks(row["body"]),
        )
        return self._tagged(page, row)
