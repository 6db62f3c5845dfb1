"""Which pages the public may read: defined here once, used by every list, feed, map and search."""

from collections.abc import Sequence

from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet


def public_pages(pages: PageQuerySet | None = None) -> PageQuerySet:
    """Return the pages of the default site that anyone may read.

    Args:
        pages: narrow this queryset (of ``Page`` or any page type) instead of all pages.

    Queries: one for view restrictions, which ``PageQuerySet.public`` asks for, when called.
    """
    queryset = Page.objects.all() if pages is None else pages
    return queryset.live().public()


def is_public(page: Page) -> bool:
    """Say whether anyone may read ``page`` at this moment. Queries: at most one."""
    return page.live and not PageViewRestriction.objects.filter(
        page_id__in=page.get_ancestors(inclusive=True).values("pk")
    ).exists()


def specific_in_order(ids: Sequence[int]) -> list[Page]:
    """Return the public ones among the pages ``ids``, specific, in that order.

    Queries: two, and one a page type.
    """
    found = {page.pk: page for page in public_pages().filter(pk__in=ids).specific()}
    return [found[pk] for pk in ids if pk in found]


def default_site_root() -> Page | None:
    """Return the root page of the default site, or nothing in an empty database."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else None
