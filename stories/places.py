"""The way down to the pages of this section that are no pages of Wagtail's."""

from django.http import HttpRequest
from wagtail.models import Page

from portal.queries import trail
from stories.models import StoryIndexPage


def above(request: HttpRequest) -> list[dict[str, str]]:
    """Return the breadcrumbs down to the section. Queries: 2."""
    section = StoryIndexPage.objects.live().order_by("path").first()
    if section is None:
        return []
    return trail(Page.objects.ancestor_of(section, inclusive=True).order_by("path"), request)
