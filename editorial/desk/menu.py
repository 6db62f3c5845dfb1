"""The menu beside every page of the desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from editorial.queries import waiting_for
from people.roles import Role, has_role


def desk_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the entries for the person who looks. Queries: 1; for reviewers 7."""
    here = request.path
    entries = [
        _entry("我的首页", reverse("editorial:desk"), "house", here),
        _entry("我的稿件", reverse("editorial:submissions"), "file-text", here),
    ]
    if has_role(request.user, Role.EDITOR, Role.CHIEF_EDITOR):
        queue = _entry("待审稿件", reverse("editorial_reviewing:queue"), "clipboard-list", here)
        entries.append(queue | {"count": len(waiting_for(request.user)) or None})
    return entries


def _entry(title: str, url: str, icon: str, here: str) -> dict[str, Any]:
    active = here == url or (url.endswith("/submissions/") and here.startswith(url))
    return {"title": title, "url": url, "icon": icon, "active": active, "count": None}
