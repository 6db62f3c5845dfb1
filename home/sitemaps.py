"""The map of the site for search engines."""

from wagtail.contrib.sitemaps import Sitemap
from wagtail.query import PageQuerySet

from portal.queries import public_pages


class PublicSitemap(Sitemap):
    """Wagtail's, without pages that are live for some readers only."""

    def items(self) -> PageQuerySet:
        """Return the public pages of the site. Queries: one a page type, when read."""
        return public_pages(super().items())
