"""``/forums/calendar/``, calendar files, series."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from editorial.desk.access import for_authors
from forums.calendar import actions, queries
from forums.calendar.rules import Month, calendar_file
from forums.models import CalendarFeed, EventSeries, ForumEventPage, ForumIndexPage
from portal.listing import paginate
from portal.queries import readable_pages, trail

ICS = "text/calendar; charset=utf-8"


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """A month of events as a sheet; on a phone, and where asked for, as a list. Queries: ≤ 8."""
    month = Month.parse(request.GET.get("month", "")) or Month.of(timezone.localdate())
    weeks = queries.month_sheet(request.user, month)
    context = {
        "month": month,
        "weeks": weeks,
        "days": [day for week in weeks for day in week if day.is_inside and day.events],
        "is_list": request.GET.get("view") == "list",
        "before": month.shifted(-1),
        "after": month.shifted(1),
        "today": timezone.localdate(),
        "page_title": f"{month.year}年{month.number}月的活动",
        "breadcrumbs": _trail(request),
    }
    return render(request, "forums/calendar.html", context)


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    """The stops of a series, the next first. Queries: ≤ 10."""
    found = get_object_or_404(EventSeries, pk=pk)
    stops = ForumEventPage.objects.filter(series=found).order_by("starts_at", "pk")
    page, querystring = paginate(request, readable_pages(request.user, stops))
    if not page.object_list:
        raise Http404("这个系列还没有公布的活动。")
    context = {
        "series": found,
        "page_obj": page,
        "querystring": querystring,
        "page_title": found.title,
        "breadcrumbs": _trail(request),
    }
    return render(request, "forums/series.html", context)


def _trail(request: HttpRequest) -> list[dict[str, str]]:
    index = ForumIndexPage.objects.first()
    return trail(index.get_ancestors(inclusive=True), request) if index else []


@require_safe
def event_file(request: HttpRequest, pk: int) -> HttpResponse:
    """One event as a calendar file, for whoever may read it. Queries: ≤ 5."""
    pages = ForumEventPage.objects.filter(pk=pk).select_related("admission")
    page = readable_pages(request.user, pages).first()
    entry = queries.entry_of(page) if page else None
    if page is None or entry is None:
        raise Http404("没有这场活动。")
    response = HttpResponse(calendar_file([entry], page.title), content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="event-{page.pk}.ics"'
    add_never_cache_headers(response)
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own events at a secret address; programs subscribe to it. Queries: 3 to 6."""
    found = CalendarFeed.objects.select_related("user").filter(token=token).first()
    if found is None or not found.user.is_active:
        raise Http404("没有这个日历。")
    site = Site.find_for_request(request)
    name = f"{site.site_name if site and site.site_name else '教师活动'}：我的活动"
    response = HttpResponse(calendar_file(queries.entries_of(found.user), name), content_type=ICS)
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@for_authors
def renew(request: HttpRequest) -> HttpResponse:
    """Make the feed, or give it a new address."""
    actions.renew_feed(user=request.user)
    messages.success(request, "日历地址已经生成。旧地址从现在起不能再用。")
    return redirect(f"{reverse('events:mine')}#feed")


@require_POST
@for_authors
def end(request: HttpRequest) -> HttpResponse:
    """End the feed."""
    actions.end_feed(user=request.user)
    messages.success(request, "日历订阅已经停用。")
    return redirect(f"{reverse('events:mine')}#feed")
