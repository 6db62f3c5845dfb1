"""Which pages the public may read: defined here once, used by every list, feed, map and search."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, IntegerField, QuerySet
from django.db.models.lookups import In
from django.http import HttpRequest
from wagtail import hooks
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from portal.lasting import DEEPEST, lasting
from portal.prepared import Asked, Several

RESTRICTED = "restricted paths"
# Floors above narrow, and never widen, what somebody may read:
#     @hooks.register(READABLE_PAGES_HOOK)
#     def by_audience(pages, reader): return pages.filter(...)    # reader None: the public
READABLE_PAGES_HOOK = "readable_pages"


def public_pages(pages: PageQuerySet | None = None) -> PageQuerySet:
    """Return the pages that anyone may read: ``readable_pages`` of nobody in particular."""
    return readable_pages(None, pages)


def readable_pages(reader: Any, pages: PageQuerySet | None = None) -> PageQuerySet:
    """Return the pages that somebody may read in lists: live, unrestricted, meant for them.

    Restrictions are those of Wagtail's ``.public()``, which reads them anew each time; a page of
    ours asks for a dozen lists. What else is narrowed stands in hooks of the floors above.

    Args:
        reader: a user, an ``AnonymousUser``, or None for the public.
        pages: narrow this queryset (of ``Page`` or any page type) instead of all pages.

    Queries: one a request, for the stamp of the restrictions; for somebody signed in, those of
    the hooks.
    """
    queryset = (Page.objects.all() if pages is None else pages).live()
    for path in restricted_paths():
        queryset = queryset.exclude(path__startswith=path)
    for narrow in hooks.get_hooks(READABLE_PAGES_HOOK):
        queryset = narrow(queryset, reader)
    return queryset


def is_public(reader: Any) -> bool:
    """Say whether a reader is nobody in particular, who may read what ``public_pages`` says."""
    return reader is None or not reader.is_authenticated


def below(pages: PageQuerySet, parent: Page) -> PageQuerySet:
    """Return those of ``pages`` that lie one level below a page, as ``child_of`` does.

    SQLite has no index for the way in which that asks (``LIKE … ESCAPE``). In the order of their
    dates ``portal.by_date`` finds the first of many.
    """
    span = span_below(parent)
    return pages.filter(depth=span["depth"], path__range=(span["first"], span["last"]))


def span_below(parent: Page) -> dict[str, Any]:
    """Return where the pages one level below a page lie, as ``Prepared`` wants its values.

    Returns:
        their ``depth``, and the ``first`` and ``last`` path that they can have.
    """
    first, last = parent._get_children_path_interval(parent.path)
    return {"depth": parent.depth + 1, "first": first, "last": last}


def restricted_paths() -> list[str]:
    """The tree paths of what Wagtail keeps from the public. Queries: see ``lasting``."""
    return lasting(RESTRICTED, _restricted_paths)


def _restricted_paths() -> list[str]:
    return list(PageViewRestriction.objects.order_by("pk").values_list("page__path", flat=True))


def specific_in_order(ids: Sequence[int], reader: Any = None) -> list[Page]:
    """Return those of the pages ``ids`` that the reader may read, specific, in that order.

    Queries: two, and one a page type; see ``readable_by_type``.
    """
    types = Page.objects.filter(pk__in=ids).values_list("content_type", "pk")
    found = readable_by_type(types, reader)
    return [found[pk] for pk in ids if pk in found]


def readable_by_type(types: Iterable[tuple[int, int]], reader: Any = None) -> dict[int, Page]:
    """Return pages by their keys, specific, with what their cards show; the readable ones only.

    Args:
        types: content type and primary key of each page.

    Queries: one a page type, those of its ``carded_prefetch()``, and one for the covers.
    """
    by_type: dict[int, list[int]] = defaultdict(list)
    for content_type_id, pk in types:
        by_type[content_type_id].append(pk)
    found: dict[int, Page] = {}
    for content_type_id, pks in by_type.items():
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        if model is not None:
            pages = model._default_manager.select_related(*getattr(model, "carded_with", ()))
            beside: tuple[Any, ...] = getattr(model, "carded_prefetch", tuple)()
            found |= readable_pages(reader, pages.prefetch_related(*beside)).in_bulk(pks)
    prefetch_covers(found.values())
    return found


def _cropped(covers: list[Asked]) -> QuerySet:
    renditions = get_image_model().get_rendition_model().objects
    return renditions.filter(In(F("image_id"), covers), filter_spec__startswith="fill-")


_renditions_for_cards = Several(_cropped, IntegerField())


def prefetch_covers(pages: Iterable[Page]) -> None:
    """Fetch for cards the renditions of all covers of pages of any type at once. Queries: 1.

    The covers themselves must be there (``carded_with``). One picture on several pages becomes
    one object. Cards show crops; a picture has as many renditions again for its own page.
    """
    with_cover = [page for page in pages if getattr(page, "cover_id", None)]
    covers = {page.cover_id: page.cover for page in with_cover}
    for page in with_cover:
        page.cover = covers[page.cover_id]
    for cover in covers.values():
        cover.prefetched_renditions = []
    for rendition in _renditions_for_cards(covers):
        rendition.image = covers[rendition.image_id]
        rendition.image.prefetched_renditions.append(rendition)


def trail(pages: PageQuerySet, request: HttpRequest) -> list[dict[str, str]]:
    """Return the breadcrumbs over ``pages``, which are ordered from the root. Queries: 1."""
    return _crumbs(_to_show(pages), request)


def trail_above(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    """Return the breadcrumbs above a page. Queries: 1; below a section see ``lasting``."""
    above = _to_show(page.get_ancestors())
    if page.depth > DEEPEST + 1:
        return _crumbs(above, request)
    parent = page.path[: -page.steplen]
    return _crumbs(lasting(("above", parent), lambda: list(above)), request)


def _to_show(pages: PageQuerySet) -> PageQuerySet:
    return pages.filter(depth__gt=1).only("title", "url_path", "depth", "path")


def _crumbs(pages: Iterable[Page], request: HttpRequest) -> list[dict[str, str]]:
    return [{"title": page.title, "url": page.get_url(request)} for page in pages]


def default_site_root() -> Page | None:
    """Return the root page of the default site, or nothing in an empty database."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else None
