"""The menu beside every page of the desk."""

from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from editorial.notices.queries import unread_by
from editorial.queries import queue_for
from editorial.queries.reviewing import REVIEWING_ROLES
from editorial.reviewing.others import also_waiting_count
from people.models import User
from people.roles import has_role

# Rooms above this floor add entries: each function takes the request and returns (title, address,
# icon) of each, without a query. ``order``: reading from 10, events from 20, workshops from 30,
# discussions from 40.
MENU_HOOK = "desk_menu_entries"


def desk_menu(request: HttpRequest, waiting: int | None = None) -> list[dict[str, Any]]:
    """Return the entries for the person who looks.

    Args:
        waiting: how much waits for this person, where that is known already.

    Queries: 2; for school administrators 3; without ``waiting`` those of ``also_waiting_count``.
    """
    here = request.path
    entries = []
    counted: list[QuerySet[Any]] = [unread_by(request.user)]
    reviews = has_role(request.user, *REVIEWING_ROLES)
    if reviews and waiting is None:
        counted.append(queue_for(request.user).filter(held_at=None))
    unread, *queued = _counts(request.user, counted)
    if reviews:
        waiting = queued[0] + also_waiting_count(request.user) if queued else waiting
        queue = _entry("待审稿件", reverse("reviews:queue"), "clipboard-list", here)
        entries.append(queue | {"count": waiting or None, "is_queue": True})
    entries += [
        _entry("我的首页", reverse("editorial:desk"), "house", here),
        _entry("我的稿件", reverse("editorial:submissions"), "file-text", here),
        _entry("通知", reverse("editorial:notifications"), "bell", here)
        | {"count": unread or None},
        *(
            _entry(title, url, icon, here)
            for added in hooks.get_hooks(MENU_HOOK)
            for title, url, icon in added(request)
        ),
        _entry("本人同意", reverse("editorial:consents"), "user-check", here),
        _entry("个人信息", reverse("editorial:data"), "shield-check", here),
    ]
    # Of two entries one of which lies below the other, the nearer is where one is.
    nearest = max((entry["url"] for entry in entries if entry["active"]), key=len, default="")
    for entry in entries:
        entry["active"] = entry["url"] == nearest
    return entries


def _counts(person: User, rows: list[QuerySet[Any]]) -> list[int]:
    """Return how many rows of each there are. Queries: 1, however many there are to count."""
    numbers = {
        f"n{place}": Coalesce(
            Subquery(each.order_by().values(all=Value(1)).annotate(n=Count("pk")).values("n")), 0
        )
        for place, each in enumerate(rows)
    }
    return list(User.objects.filter(pk=person.pk).annotate(**numbers).values_list(*numbers).get())


def _entry(title: str, url: str, icon: str, here: str) -> dict[str, Any]:
    active = here == url or (url != reverse("editorial:desk") and here.startswith(url))
    return {"title": title, "url": url, "icon": icon, "active": active, "count": None}
