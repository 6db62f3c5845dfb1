"""Pages that lead to pieces: by tag, author, unit, month; the outline; and the page for none."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as PaginatorPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from taggit.models import Tag
from wagtail.query import PageQuerySet

from home.finding.missing import suggestions_at
from home.finding.queries.authors import written_by
from home.finding.queries.months import public_months, published_in
from home.finding.queries.outline import outline
from home.finding.queries.pieces import shown
from home.finding.queries.tags import is_frequent, public_tags, tagged
from home.finding.queries.units import SHELVES, filled_shelves, grouped_units, on_shelf, units_below
from people.models import Unit, User
from portal.listing import paginate
from portal.redirects import destination
from portal.structured import Data, in_full, person, thing

Crumb = dict[str, str]
# Months that Python and the database can both reckon with.
YEARS = range(1900, 9000)


@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    """All tags of public pieces: ``/tags/``."""
    context = {
        "page_title": "标签",
        "page_description": "老师们给作品加的标签，点开一个，看全部作品。",
        "tags": public_tags(),
        "breadcrumbs": _above(),
    }
    return _page(request, "home/finding/tags.html", context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """All pieces with one tag: ``/tags/<slug>/``; 404 where the reader may read none."""
    found = get_object_or_404(Tag, slug=slug)
    crumbs = _above(("标签", "finding:tags"))
    texts = {"kicker": "标签", "page_description": f"标签“{found.name}”下的全部作品。"}
    # A feed has what is for everybody; members may read pieces of a tag that has none.
    has_feed = not request.user.is_authenticated or tagged(found, AnonymousUser()).exists()
    feed = reverse("finding:tag_feed", args=[slug]) if has_feed else ""
    return _list(
        request,
        found.name,
        tagged(found, request.user),
        crumbs,
        texts,
        is_long=is_frequent(found),
        feed_url=feed,
    )


@require_safe
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person has published under the own name: ``/authors/<number>/``.

    The number is the account's; nothing else of it is told, and who has published nothing under
    the own name is 404 like nobody at all.
    """
    found = get_object_or_404(User.objects.only("name"), pk=pk)
    texts = {"kicker": "作者", "page_description": f"{found.name}老师在这里发表的全部作品。"}
    structured = thing("ProfilePage", mainEntity=person(found.name, url=_canonical(request)))
    pieces = written_by(found, request.user)
    return _list(request, found.name, pieces, _above(), texts, structured=structured)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units of the district as a tree: ``/units/``."""
    context = {
        "page_title": "单位",
        "page_description": "点开一个单位，看看那里的老师写了什么、做了什么。",
        "groups": grouped_units(),
        "breadcrumbs": _above(),
    }
    return _page(request, "home/finding/units.html", context)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """What one unit has published, the newest of each kind: ``/units/<number>/``."""
    found = get_object_or_404(Unit, pk=pk)
    context = {
        "page_title": found.name,
        "page_description": f"{found.name}的师德故事、书单、读书笔记、活动和工作坊。",
        "unit": found,
        "shelves": filled_shelves(found, request.user),
        "units_below": units_below(found),
        "breadcrumbs": _above(("单位", "finding:units")),
        "structured": thing("Organization", name=found.name, url=_canonical(request)),
    }
    return _page(request, "home/finding/unit.html", context)


@require_safe
def unit_shelf(request: HttpRequest, pk: int, shelf: str) -> HttpResponse:
    """All of one kind: ``/units/<number>/stories/``."""
    found = get_object_or_404(Unit, pk=pk)
    kind = next((each for each in SHELVES if each.slug == shelf), None)
    if kind is None:
        raise Http404("没有这一类作品。")
    page, querystring = paginate(request, on_shelf(found, kind, request.user))
    crumbs = [
        *_above(("单位", "finding:units")),
        {"title": found.name, "url": reverse("finding:unit", args=[found.pk])},
    ]
    texts = {"kicker": found.name, "page_description": f"{found.name}的全部{kind.title}。"}
    return _draw(request, kind.title, page, querystring, crumbs, texts)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The months in which something appeared: ``/archive/``."""
    context = {
        "page_title": "往期",
        "page_description": "按月份看全部作品。",
        "years": public_months(),
        "breadcrumbs": _above(),
    }
    return _page(request, "home/finding/archive.html", context)


@require_safe
def archive_year(request: HttpRequest, year: int) -> HttpResponse:
    """Who shortens the address of a month comes to its year: ``/archive/2026/``."""
    return HttpResponsePermanentRedirect(f"{reverse('finding:archive')}#y{year}")


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """What appeared in a month: ``/archive/2026/09/``; 404 where the reader may read none."""
    if year not in YEARS or not 1 <= month <= 12:
        raise Http404("没有这个月份。")
    first = date(year, month, 1)
    if request.path != _address_of(first):
        return HttpResponsePermanentRedirect(_address_of(first))
    crumbs = _above(("往期", "finding:archive"))
    name = f"{year}年{month}月"
    texts = {"kicker": "往期", "page_description": f"{name}发表的全部作品。"}
    return _list(
        request, name, published_in(first, request.user), crumbs, texts, around=_around(first)
    )


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """The outline of the site, for people: ``/sitemap/``."""
    context = {
        "page_title": "网站地图",
        "page_description": "全部栏目和常用页面，一页看全。",
        "branches": outline(),
        "breadcrumbs": _above(),
    }
    return _page(request, "home/finding/site_map.html", context)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is there, and what may have been meant (404).

    Where a redirect is about to lead on, nobody will see this page: nothing is looked up.
    """
    words, suggestions = "", []
    if request.method in {"GET", "HEAD"} and destination(request) is None:
        words, suggestions = suggestions_at(request.path_info, getattr(request, "user", None))
    context = {"words": words, "suggestions": suggestions}
    return render(request, "404.html", context, status=404)


def _list(
    request: HttpRequest,
    title: str,
    pieces: PageQuerySet,
    crumbs: list[Crumb],
    texts: dict[str, str],
    *,
    is_long: bool = False,
    **more: Any,
) -> HttpResponse:
    page, querystring = shown(request, pieces, is_long=is_long)
    if not page.object_list:
        raise Http404("这里没有公开的作品。")
    return _draw(request, title, page, querystring, crumbs, texts, **more)


def _draw(
    request: HttpRequest,
    title: str,
    page: PaginatorPage,
    querystring: str,
    crumbs: list[Crumb],
    texts: dict[str, str],
    structured: Data | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "page_title": title,
        "page_obj": page,
        "querystring": querystring,
        "breadcrumbs": crumbs,
        "structured": structured or thing("CollectionPage", name=title, url=_canonical(request)),
    }
    return _page(request, "home/finding/list.html", context | texts | more)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"canonical_url": _canonical(request)} | context)


def _canonical(request: HttpRequest) -> str:
    return in_full(request, request.path)


def _above(*steps: tuple[str, str]) -> list[Crumb]:
    """The breadcrumbs over a page here: the front page, and views by their titles and names."""
    front = {"title": "首页", "url": reverse("wagtail_serve", args=[""])}
    return [front, *({"title": title, "url": reverse(name)} for title, name in steps)]


def _address_of(first: date) -> str:
    return reverse("finding:month", args=[first.year, f"{first.month:02}"])


def _around(first: date) -> dict[str, dict[str, str]]:
    """The months with something before and after one, by ``earlier`` and ``later``."""
    known = [each.first for _, months in public_months() for each in months]
    earlier = next((day for day in known if day < first), None)
    later = next((day for day in reversed(known) if day > first), None)
    found = {"earlier": earlier, "later": later}
    return {
        name: {"title": f"{day.year}年{day.month}月", "url": _address_of(day)}
        for name, day in found.items()
        if day
    }
