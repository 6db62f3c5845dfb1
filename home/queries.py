"""What the front page gathers; each docstring gives the number of queries."""

from itertools import chain

from django.utils import timezone
from wagtail.query import PageQuerySet

from forums.models import ForumEventPage
from home.models import TopicPage
from portal.models import PortalPage
from portal.queries import prefetch_covers, public_pages
from reading.queries import latest_book_lists, latest_logs, passage_of_the_day
from stories.models import StoryPage
from workshops.models import WorkshopPage


def front_page() -> dict[str, object]:
    """Return everything the front page shows.

    The lead story changes with the day, so that the page lives without an editor's hand.

    Returns:
        ``lead_story`` (or nothing), ``stories``, ``passage_day`` (or nothing), ``book_lists``,
        ``reading_logs``, ``events``, ``workshops``, ``topics``. Queries: 10, for any amount.
    """
    stories = _newest(StoryPage.objects.select_related(*StoryPage.carded_with), 4)
    lead = stories[timezone.localdate().toordinal() % len(stories)] if stories else None
    gathered = {
        "stories": [story for story in stories if story != lead],
        "book_lists": latest_book_lists(3),
        "reading_logs": latest_logs(4),
        "events": coming_events(3),
        "workshops": list(
            public_pages(WorkshopPage.objects.select_related(*WorkshopPage.carded_with)).order_by(
                "path"
            )[:4]
        ),
        "topics": _newest(TopicPage.objects.select_related("cover"), 2),
    }
    prefetch_covers([*stories, *chain.from_iterable(gathered.values())])
    return gathered | {"lead_story": lead, "passage_day": passage_of_the_day()}


def coming_events(most: int) -> list[ForumEventPage]:
    """Return the next public events, soonest first; the last past ones where none is coming."""
    events = public_pages(ForumEventPage.objects.select_related(*ForumEventPage.carded_with))
    coming = events.filter(ends_at__gte=timezone.now()).order_by("starts_at")
    return list(coming[:most]) or list(events.order_by("-starts_at")[:most])


def _newest(pages: PageQuerySet, most: int) -> list[PortalPage]:
    return list(public_pages(pages).order_by("-first_published_at")[:most])
