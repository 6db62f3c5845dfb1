"""Who may open the desk of an event, and the frame of its pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from editorial.desk.menu import desk_menu
from editorial.errors import ReviewRefused
from forums.models import ForumEventPage
from forums.registration.queries import organises
from portal.queries import readable_pages

METHODS = require_http_methods(["GET", "HEAD", "POST"])


def led_event(request: HttpRequest, pk: int) -> ForumEventPage:
    """Return an event for whoever runs it; the actions ask again. Queries: ≤ 4.

    Raises:
        Http404: there is none that this person may know of.
        ReviewRefused: the person may read it, but does not run it.
    """
    page = ForumEventPage.objects.filter(pk=pk).first()
    if page is None:
        raise Http404("没有这场活动。")
    if organises(request.user, page):
        return page
    if not readable_pages(request.user, ForumEventPage.objects.filter(pk=pk)).exists():
        raise Http404("没有这场活动。")
    raise ReviewRefused("只有活动的主办人可以打开这一页。")


def shown(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of the organiser's desk beside the menu."""
    context |= {"desk_menu": desk_menu(request)}
    return render(request, f"forums/organising/{template}.html", context, status=status)
