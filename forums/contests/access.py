"""Who may open which page of a contest."""

from django.db.models import Q
from django.http import Http404, HttpRequest

from editorial.errors import ReviewRefused
from forums.contests.actions.locking import LEADERS_ONLY
from forums.contests.queries import contest_of, judges, leads
from forums.models import Contest, Entry, ForumEventPage
from portal.queries import readable_pages

NONE = "没有这场比赛。"


def readable_contest(request: HttpRequest, pk: int) -> Contest:
    """Return the contest of an event that the person may read. Queries: ≤ 3.

    Raises:
        Http404: there is none, or it is not for this person; both look alike.
    """
    contest = contest_of(pk)
    if contest is None or not _may_read(request, pk):
        raise Http404(NONE)
    return contest


def led_page(request: HttpRequest, pk: int) -> ForumEventPage:
    """Return a contest's event for whoever runs it; the actions ask again. Queries: ≤ 5.

    A contest that was set up stays within reach, whatever the page says it is.

    Raises:
        Http404: there is none that this person may know of.
        ReviewRefused: the person may read it but does not run it, or judges it.
    """
    is_contest = Q(event_kind=ForumEventPage.EventKind.CONTEST) | Q(contest__isnull=False)
    page = ForumEventPage.objects.filter(is_contest, pk=pk).first()
    if page is None:
        raise Http404(NONE)
    if leads(request.user, page):
        return page
    if not judges(request.user, pk) and not _may_read(request, pk):
        raise Http404(NONE)
    raise ReviewRefused(LEADERS_ONLY)


def led_contest_of(request: HttpRequest, pk: int) -> Contest:
    """Return a contest that was set up, for whoever runs it. Queries: ≤ 6.

    Raises:
        Http404, ReviewRefused: see ``led_page``.
    """
    led_page(request, pk)
    contest = contest_of(pk)
    if contest is None:
        raise Http404("这场比赛还没有设置。")
    return contest


def judged_contest(request: HttpRequest, pk: int) -> Contest:
    """Return a contest for one of its jurors. Queries: ≤ 3.

    Raises:
        Http404: there is none that this person may know of.
        ReviewRefused: the person is no juror of it.
    """
    contest = contest_of(pk)
    if contest is None:
        raise Http404(NONE)
    if judges(request.user, pk):
        return contest
    if not _may_read(request, pk):
        raise Http404(NONE)
    raise ReviewRefused("您不是这场比赛的评委，不能打开作品。")


def own_entry(request: HttpRequest, pk: int) -> Entry:
    """Return one's own entry. Queries: 1.

    Raises:
        Http404: there is none with this number, or it is somebody else's; both look alike.
    """
    rows = Entry.objects.filter(contestant=request.user.pk)
    rows = rows.select_related("contest__page__admission", "group", "award", "unit")
    entry = rows.filter(pk=pk).first()
    if entry is None:
        raise Http404("没有这份作品。")
    return entry


def _may_read(request: HttpRequest, pk: int) -> bool:
    return readable_pages(request.user, ForumEventPage.objects.filter(pk=pk)).exists()
