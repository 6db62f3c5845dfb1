"""Atom feeds: of everything that teachers publish, one a section, one a tag."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from taggit.models import Tag
from wagtail.models import Page
from wagtail.query import PageQuerySet

from editorial.forms.fields import without_control
from editorial.models import Submission
from home.finding.queries.tags import tagged
from portal.by_date import anywhere_below, of_types
from portal.models import SiteIdentity
from portal.queries import default_site_root, public_pages
from portal.registry import concrete_subclasses

ENTRIES = 30


class PortalFeed(Feed):
    """The newest pieces of all sections."""

    feed_type = Atom1Feed
    language = "zh-hans"

    def get_object(self, request: HttpRequest) -> Page:
        self.request = request
        return self._root()

    def _root(self) -> Page:
        root = default_site_root()
        if root is None:
            raise Http404("站点还没有建立。")
        return root

    def title(self, section: Page) -> str:
        """The site's name, and the section's unless it is the whole site."""
        name = SiteIdentity.for_request(self.request).site_name
        title = name if section.depth == self._root().depth else f"{name}·{section.title}"
        return without_control(title)

    def link(self, section: Page) -> str:
        return section.get_url(self.request) or "/"

    def items(self, section: Page) -> list[Submission]:
        """The newest public pieces. Queries: 2, and a constant number a page type."""
        return _newest(public_pages(anywhere_below(section)))

    def item_title(self, item: Submission) -> str:
        return without_control(item.title)  # XML has no control characters

    def item_description(self, item: Submission) -> str:
        return without_control(item.summary or item.search_description)

    def item_link(self, item: Submission) -> str:
        return item.get_url(self.request)

    def item_author_name(self, item: Submission) -> str:
        return without_control(item.byline_author)

    def item_pubdate(self, item: Submission) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Submission) -> datetime | None:
        return item.last_published_at


class SectionFeed(PortalFeed):
    """The newest pieces below one section: ``/feed/stories/atom.xml``."""

    def get_object(self, request: HttpRequest, section: str) -> Page:
        self.request = request
        page = public_pages(Page.objects.child_of(self._root())).filter(slug=section).first()
        if page is None:
            raise Http404("没有这个栏目。")
        return page


class TagFeed(PortalFeed):
    """The newest pieces with one tag: ``/tags/ban-zhu-ren/atom.xml``."""

    def get_object(self, request: HttpRequest, slug: str) -> Tag:
        self.request = request
        return get_object_or_404(Tag, slug=slug)

    def title(self, tag: Tag) -> str:
        name = SiteIdentity.for_request(self.request).site_name
        return without_control(f"{name}·标签“{tag.name}”")

    def link(self, tag: Tag) -> str:
        return reverse("finding:tag", args=[tag.slug])

    def items(self, tag: Tag) -> list[Submission]:
        """The newest public ones. Queries: see ``PortalFeed``.

        Raises:
            Http404: there are none, so that nobody learns of a tag from within.
        """
        found = _newest(tagged(tag, None))
        if not found:
            raise Http404("没有这个标签。")
        return found


def _newest(pages: PageQuerySet) -> list[Submission]:
    pieces = of_types(pages, concrete_subclasses(Submission)).order_by("-first_published_at")
    return list(pieces.specific().prefetch_related("owner")[:ENTRIES])
