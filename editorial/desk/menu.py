"""The menu beside every page of the desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from editorial.notices.queries import unread_count
from editorial.queries import queue_for
from editorial.queries.reviewing import REVIEWING_ROLES
from editorial.reviewing.others import also_waiting_count
from people.roles import has_role

# Rooms above this floor add entries: each function takes the request and returns (title, address,
# icon) of each, without a query.
MENU_HOOK = "desk_menu_entries"


def desk_menu(request: HttpRequest, waiting: int | None = None) -> list[dict[str, Any]]:
    """Return the entries for the person who looks.

    Args:
        waiting: how much waits for this person, where that is known already.

    Queries: 2; for reviewers at most 6 and those of ``also_waiting_count``, without ``waiting``.
    """
    here = request.path
    entries = []
    if has_role(request.user, *REVIEWING_ROLES):
        if waiting is None:
            waiting = queue_for(request.user).filter(held_at=None).count()
            waiting += also_waiting_count(request.user)
        queue = _entry("待审稿件", reverse("reviews:queue"), "clipboard-list", here)
        entries.append(queue | {"count": waiting or None, "is_queue": True})
    entries += [
        _entry("我的首页", reverse("editorial:desk"), "house", here),
        _entry("我的稿件", reverse("editorial:submissions"), "file-text", here),
        _entry("通知", reverse("editorial:notifications"), "bell", here)
        | {"count": unread_count(request.user) or None},
        *(
            _entry(title, url, icon, here)
            for added in hooks.get_hooks(MENU_HOOK)
            for title, url, icon in added(request)
        ),
        _entry("本人同意", reverse("editorial:consents"), "user-check", here),
    ]
    # Of two entries one of which lies below the other, the nearer is where one is.
    nearest = max((entry["url"] for entry in entries if entry["active"]), key=len, default="")
    for entry in entries:
        entry["active"] = entry["url"] == nearest
    return entries


def _entry(title: str, url: str, icon: str, here: str) -> dict[str, Any]:
    active = here == url or (url != reverse("editorial:desk") and here.startswith(url))
    return {"title": title, "url": url, "icon": icon, "active": active, "count": None}
