"""Published pieces of every kind of reader, for searches."""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from editorial.models import Readership, Release
from people.models import Unit, User
from reading.models import ReadingLogPage
from stories.models import StoryIndexPage, StoryPage
from tests.editorial.factories import draft_below, log_draft, put_live


def live_story(
    author: User, title: str, *, year: int | None = None, unit: Unit | None = None, **fields: object
) -> StoryPage:
    """Return a public story; ``year`` is that of its publication."""
    story = StoryPage(title=title, person_name="虚构", stage="primary", unit=unit, **fields)
    story = put_live(draft_below(StoryIndexPage.objects.get(), author, story))
    if year:
        moment = timezone.make_aware(datetime(year, 6, 1))
        Page.objects.filter(pk=story.pk).update(first_published_at=moment)
    return story


def live_log(author: User, title: str, **fields: object) -> ReadingLogPage:
    """Return a public reading log."""
    return put_live(log_draft(author, title, **fields))


def narrow(page: StoryPage | ReadingLogPage, audience: str, unit: Unit | None = None) -> None:
    """Let a live piece be for this audience only, as its publication would have done."""
    type(page).objects.filter(pk=page.pk).update(audience=audience)
    Readership.set_for(page.pk, audience, unit.pk if unit else None)
    assert Release.objects.filter(page_id=page.pk).exists()
