"""What the front page gathers: for all its sections at once, whatever editors put on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    Q,
    Value,
    Window,
)
from django.db.models.functions import Mod, RowNumber
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.query import PageQuerySet

from forums.models import ForumEventPage
from home.front import rules
from home.front.sections import SectionValue
from home.models import TopicPage
from home.topics import lists
from portal.by_date import newest_first
from portal.models import PortalPage
from portal.prepared import Prepared
from portal.queries import prefetch_covers, public_pages, span_below
from reading.figures.queries import year_with_figures
from reading.figures.tasks import ask_for_figures, is_fresh
from reading.models import BookListPage, ReadingLogPage, YearFigures
from reading.queries import passage_of_the_day
from stories.models import StoryPage
from stories.queries import recent_honours
from workshops.models import WorkshopPage, WorkshopShowcasePage

Values = dict[str, list[SectionValue]]


@dataclass(frozen=True)
class FrontRow:
    """One row of the page: value of ``rules.RowKind``, and its blocks."""

    kind: str
    blocks: tuple[Any, ...]


def front_rows(body: StreamValue) -> list[FrontRow]:
    """Return the rows of the front page, filled; sections with nothing in them are left out.

    Queries: at most 12 for all kinds of sections together, for any amount; with lists of other
    blocks those of ``lists.fill`` besides.
    """
    blocks = list(body)
    fill([block.value for block in blocks if isinstance(block.value, SectionValue)])
    if values := [block.value for block in blocks if isinstance(block.value, lists.ListValue)]:
        lists.fill(values)
    shown = [block for block in blocks if _has_something(block.value)]
    widths = [getattr(block.value, "width", rules.Width.TEXT) for block in shown]
    return [
        FrontRow(row.kind, tuple(shown[index] for index in row.sections))
        for row in rules.rows(widths)
    ]


def _has_something(value: Any) -> bool:
    if isinstance(value, SectionValue):
        return bool(value.found) or value.block.source == "lead"  # it says what will stand there
    return True


def fill(values: Iterable[SectionValue]) -> None:
    """Fetch what stands in these sections; see ``front_rows``."""
    by_source: Values = defaultdict(list)
    for value in values:
        by_source[value.block.source].append(value)
    today = timezone.localdate()
    pages = [
        *_fill_stories(by_source, today),
        *_fill_kind(by_source["book_lists"], BookListPage, today),
        *_fill_kind(by_source["logs"], ReadingLogPage, today),
        *_fill_events(by_source["events"]),
        *_fill_workshops(by_source, today),
        *_fill_kind(by_source["topics"], TopicPage, today),
    ]
    prefetch_covers(pages)
    for value in by_source["passage"]:
        value.found = passage_of_the_day(today)
    for value in by_source["honours"]:
        value.found = recent_honours(value["most"])
    for value in by_source["programme"]:
        value.found = _figures()


def _by_hand(values: Iterable[SectionValue]) -> set[int]:
    return {page.pk for value in values for page in value["pages"] if page}


def _chosen(value: SectionValue, found: dict[int, PortalPage]) -> list[PortalPage]:
    return [found[page.pk] for page in value["pages"] if page and page.pk in found]


def _wanted(values: Sequence[SectionValue]) -> int:
    """How many of the newest are needed; none where everything is chosen by hand."""
    return max((value["most"] for value in values if not value["pages"]), default=0)


def _shown(model: type[PortalPage], today: Any) -> PageQuerySet:
    pages = model.objects.all()
    return public_pages(pages.running(today) if model is TopicPage else pages)


def _newest_and_chosen(
    model: type[PortalPage], most: int, by_hand: tuple[int, ...], today: Any
) -> PageQuerySet:
    shown = _shown(model, today)
    carded = shown.select_related(*model.carded_with).prefetch_related(*model.carded_prefetch())
    if not by_hand:
        return newest_first(carded)[:most]
    newest = newest_first(shown).values("pk")[:most]
    return newest_first(carded.filter(Q(pk__in=by_hand) | Q(pk__in=newest)))


_rows_of = Prepared(_newest_and_chosen, today=DateField())


def _read(
    model: type[PortalPage], most: int, by_hand: set[int], today: date
) -> tuple[list[Any], dict[int, PortalPage]]:
    """Return the newest public pages, and by their keys those chosen. Queries: 1, or 0."""
    if not most and not by_hand:
        return [], {}
    rows = _rows_of(model, most, tuple(sorted(by_hand)), today=today)
    # What is chosen stands among the newest only if it is one of them.
    return rows[:most], {row.pk: row for row in rows} if by_hand else {}


def _fill_kind(
    values: Sequence[SectionValue], model: type[PortalPage], today: date
) -> list[PortalPage]:
    newest, found = _read(model, _wanted(values), _by_hand(values), today)
    for value in values:
        value.found = _chosen(value, found) if value["pages"] else newest[: value["most"]]
    return [*newest, *found.values()]


def _fill_stories(by_source: Values, today: date) -> list[PortalPage]:
    """Let one story lead, chosen anew each day; the others leave it out."""
    leads, others = by_source["lead"], by_source["stories"]
    if not leads and not others:
        return []
    most = max(_wanted(leads) or 1, _wanted(others) + 1)
    newest, found = _read(StoryPage, most, _by_hand([*leads, *others]), today)
    leading = []
    for value in leads:
        choices = _chosen(value, found) or newest[: value["most"]]
        value.found = rules.of_the_day(choices, today)
        leading.append(value.found)
    for value in others:
        choices = _chosen(value, found) if value["pages"] else newest
        rest = [story for story in choices if story not in leading]
        value.found = rest if value["pages"] else rest[: value["most"]]
    return [*newest, *found.values()]


def _coming_and_past(most: int, by_hand: tuple[int, ...], now: Any) -> PageQuerySet:
    shown = public_pages(ForumEventPage.objects.select_related(*ForumEventPage.carded_with))
    coming = shown.filter(ends_at__gte=now).order_by("starts_at").values("pk")[:most]
    past = shown.filter(ends_at__lt=now).order_by("-starts_at").values("pk")[:most]
    rows = shown.filter(Q(pk__in=by_hand) | Q(pk__in=coming) | Q(pk__in=past))
    return rows.order_by("starts_at")


_events = Prepared(_coming_and_past, now=DateTimeField())


def _fill_events(values: Sequence[SectionValue]) -> list[PortalPage]:
    most, by_hand = _wanted(values), _by_hand(values)
    if not values:
        return []
    now = timezone.now()
    events = _events(most, tuple(sorted(by_hand)), now=now)
    ahead = [event for event in events if event.ends_at and event.ends_at >= now]
    behind = [event for event in reversed(events) if event.ends_at and event.ends_at < now]
    found = {event.pk: event for event in events}
    for value in values:
        value.found = (
            _chosen(value, found) if value["pages"] else (ahead or behind)[: value["most"]]
        )
    return events


def _directory(most: int, by_hand: tuple[int, ...], week: Any) -> PageQuerySet:
    turn = Mod(week, F("of_all"), output_field=IntegerField()) + Value(1)
    return (
        public_pages(WorkshopPage.objects.select_related(*WorkshopPage.carded_with))
        .annotate(
            place=Window(RowNumber(), order_by=F("path").asc()),
            of_all=Window(Count("pk")),
        )
        .annotate(turn=turn)
        .filter(Q(place__lte=most) | Q(place=F("turn")) | Q(pk__in=by_hand))
        .order_by("path")
    )


_first_and_of_the_week = Prepared(_directory, week=IntegerField())


def _fill_workshops(by_source: Values, today: date) -> list[PortalPage]:
    """Take the first of the directory and the one whose week it is, in one query."""
    lists_of, weeks = by_source["workshops"], by_source["week"]
    if not lists_of and not weeks:
        return []
    workshops = _first_and_of_the_week(
        _wanted(lists_of), tuple(sorted(_by_hand(lists_of))), week=rules.week_number(today)
    )
    found = {workshop.pk: workshop for workshop in workshops}
    for value in lists_of:
        first = [each for each in workshops if each.place <= value["most"]]
        value.found = _chosen(value, found) if value["pages"] else first
    chosen = next((each for each in workshops if each.place == each.turn), None)
    return [*workshops, *_fill_week(weeks, chosen)]


def _newest_below(most: int, depth: Any, first: Any, last: Any) -> PageQuerySet:
    results = WorkshopShowcasePage.objects.filter(depth=depth, path__range=(first, last))
    results = results.select_related(*WorkshopShowcasePage.carded_with)
    return public_pages(results).order_by("-first_published_at")[:most]


_results_of = Prepared(_newest_below, depth=IntegerField(), first=CharField(), last=CharField())


def _fill_week(values: Sequence[SectionValue], week: WorkshopPage | None) -> list[PortalPage]:
    if not values or week is None:
        return []
    most = max(value["most"] for value in values)
    showcases = _results_of(most, **span_below(week))
    for value in values:
        value.found = {"workshop": week, "showcases": showcases[: value["most"]]}
    return showcases


def _figures() -> dict[str, Any] | None:
    """The totals of the year as they were counted last; nothing where none may be shown.

    Old ones are counted anew by a task, for the next visitor.
    """
    year = year_with_figures(None)
    figures: YearFigures | None = getattr(year, "figures", None)
    if year and not is_fresh(figures):
        ask_for_figures(year)
    if figures is None or figures.total is None:
        return None
    rows: list[list[Any]] = next(
        (table["rows"] for table in figures.tables if table["name"] == "kind"), []
    )
    return {
        "year": year,
        "total": f"{figures.total:,}",
        "kinds": [(label, f"{books:,}") for label, books in rows if books is not None],
        "day": figures.counted_at,
    }
