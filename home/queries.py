"""What the front page gathers; each docstring gives the number of queries."""

from django.utils import timezone

from forums.models import ForumEventPage
from home.models import TopicPage
from portal.queries import public_pages
from reading.queries import latest_book_lists, latest_logs, passage_of_the_day
from stories.models import StoryPage
from workshops.models import WorkshopPage


def front_page() -> dict[str, object]:
    """Return everything the front page shows.

    The lead story changes with the day, so that the page lives without an editor's hand.

    Returns:
        ``lead_story`` (or nothing), ``stories``, ``passage_day`` (or nothing), ``book_lists``,
        ``reading_logs``, ``events``, ``past_events``, ``workshops``, ``topics``. Queries: about
        20 with cold caches for any amount of content (see ``tests/home/test_queries.py``).
    """
    stories = list(_newest(StoryPage.objects.all().for_cards(), 7))
    lead = stories[timezone.localdate().toordinal() % len(stories)] if stories else None
    return {
        "lead_story": lead,
        "stories": [story for story in stories if story != lead][:3],
        "passage_day": passage_of_the_day(),
        "book_lists": latest_book_lists(3),
        "reading_logs": latest_logs(4),
        "events": coming_events(3),
        "workshops": list(_with_cover(WorkshopPage).order_by("path")[:4]),
        "topics": list(_newest(_with_cover(TopicPage), 2)),
    }


def coming_events(most: int) -> list[ForumEventPage]:
    """Return the next public events, soonest first; the last past ones where none is coming."""
    events = public_pages(ForumEventPage.objects.all()).for_cards()
    coming = events.filter(ends_at__gte=timezone.now()).order_by("starts_at")
    return list(coming[:most]) or list(events.order_by("-starts_at")[:most])


def _newest(pages, most: int):
    return public_pages(pages).order_by("-first_published_at")[:most]


def _with_cover(model):
    pages = public_pages(model.objects.all())
    return pages.select_related("cover").prefetch_related("cover__renditions")
