"""Who keeps the door of an event, and who may say so."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from editorial.errors import NotPossible, ReviewRefused
from forums.models import EventHost, EventSession, ForumEventPage
from forums.registration.queries import organised_by, organises
from people.models import User
from people.roles import Role, has_role
from portal.queries import readable_pages

EDITORS = (Role.EDITOR, Role.CHIEF_EDITOR)


def is_editor(user: Any) -> bool:
    """Whether somebody works on the pages of the whole district. Queries: at most 1."""
    return has_role(user, *EDITORS)


def may_host(user: User, page: ForumEventPage) -> bool:
    """Whether somebody keeps the door: the organisers and whom they named. Queries: at most 3."""
    return organises(user, page) or EventHost.objects.filter(page=page, user=user.pk).exists()


def hosted_pages(user: User) -> QuerySet[ForumEventPage]:
    """Return the live events whose door somebody keeps. Queries: 1, when read; 1 for the roles."""
    pages = ForumEventPage.objects.live()
    if is_editor(user):
        return pages
    named = EventHost.objects.filter(user=user.pk).values("page")
    own = organised_by(user).order_by().values("pk")
    return pages.filter(Q(pk__in=own) | Q(pk__in=named))


def page_for_host(user: User, page_id: int, *, organiser: bool = False) -> ForumEventPage:
    """Return a live event for the one who keeps its door.

    Args:
        organiser: only for those whose event it is.

    Queries: at most 5.

    Raises:
        Http404: there is none that the person may read.
        ReviewRefused: it is kept by others.
        NotPossible: it is not published, or not any more: nobody has agreed to it.
    """
    page = ForumEventPage.objects.filter(pk=page_id).first()
    if page is None:
        raise Http404("没有这场活动。")
    if not (organises if organiser else may_host)(user, page):
        if readable_pages(user, ForumEventPage.objects.filter(pk=page_id)).exists():
            raise ReviewRefused("这场活动由主办人管理，您不能进行这个操作。")
        raise Http404("没有这场活动。")
    if not page.live:
        raise NotPossible("这场活动还没有发布，或者已经撤下。发布以后才能签到、计学时和发证书。")
    return page


def session_for_host(user: User, session_id: int) -> EventSession:
    """Return a session with its event for the one who keeps its door. Queries: at most 6.

    Raises:
        Http404, ReviewRefused: see ``page_for_host``.
        NotPossible: also where the session has no times.
    """
    session = EventSession.objects.filter(pk=session_id).first()
    if session is None:
        raise Http404("没有这一场。")
    session.page = page_for_host(user, session.page_id)
    if session.starts_at is None or session.ends_at is None:
        raise NotPossible("这一场还没有写起止时间，请先在活动稿件里补上。")
    return session
