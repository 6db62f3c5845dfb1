"""Which page has pictures that anybody may take away."""

from wagtail.models import Page

from media.models import PortalImage
from media.queries import is_public
from portal.models import PortalPage
from portal.queries import public_pages


def shareable_page(page_id: int) -> PortalPage | None:
    """Return a page that the public may read now, with what its pictures say; else None.

    Queries: 2, and those of ``for_display``.
    """
    found = public_pages(Page.objects.filter(pk=page_id)).first()
    model = found.specific_class if found else None
    if model is None or not issubclass(model, PortalPage):
        return None
    page: PortalPage | None = model.for_display().filter(pk=page_id).first()
    return page if page and page.full_url else None


def public_cover(page: PortalPage) -> PortalImage | None:
    """Return the page's cover, if it is public as a file too. Queries: at most 1."""
    cover = page.cover
    return cover if cover and is_public(cover) else None
