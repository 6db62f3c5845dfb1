"""Who may open the desk of an event."""

from django.http import Http404, HttpRequest

from editorial.errors import ReviewRefused
from forums.models import ForumEventPage
from forums.registration.queries import organises
from portal.queries import readable_pages


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
