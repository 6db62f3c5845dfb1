"""Reading: the topics of a place, a topic, the way to one contribution."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from discussions import queries
from discussions.forms import SayForm
from discussions.models import Draft, Topic
from discussions.places import Place
from discussions.views.showing import (
    Viewer,
    for_readers,
    place_or_404,
    post_or_404,
    shown,
    viewer_of,
)
from editorial.forms.picking import number
from portal.listing import paginate

ASKED = ("after", "before", "from", "last")
RESTORED = "这是您上次写到一半、还没有发出的文字。"


@require_safe
@for_readers
def place(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The topics of a place. Queries: constant."""
    found = place_or_404(request.user, kind, pk)
    viewer = viewer_of(request.user, found)
    page, querystring = paginate(request, queries.topics_at(found, request.user), 20)
    context = {
        "page_obj": page,
        "querystring": querystring,
        "viewer": viewer,
        "page_title": f"{found.title}：讨论",
        "is_below_list": False,
    }
    return shown(request, "place", context, found)


@require_safe
@for_readers
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """A topic with a page of its replies. Queries: constant, for any number of replies."""
    found, at = queries.topic_for(request.user, pk)
    asked = {name: value for name in ASKED if (value := number(request.GET.get(name, "")))}
    viewer = viewer_of(request.user, at, found)
    context: dict[str, Any] = {
        "viewer": viewer,
        "opening": queries.opening_of(found, request.user),
        "slice": queries.replies_to(found, request.user, asked),
        "waiting": queries.waiting_of(found, request.user),
        "page_title": found.title,
    }
    if viewer.write and found.is_visible:
        context |= open_form(found, viewer)
    return shown(request, "topic", context, at, found)


def open_form(topic: Topic, viewer: Viewer) -> dict[str, Any]:
    """Return the empty form of a reply, or what was typed and not sent. Queries: 1."""
    draft = Draft.objects.filter(author=viewer.user, topic=topic).exclude(data={}).first()
    if draft is None:
        return {"form": SayForm(initial={"token": uuid.uuid4()}), "restored": ""}
    form = SayForm(initial=draft.data | {"token": draft.token})
    return {"form": form, "restored": RESTORED, "draft": draft}


@require_safe
@for_readers
def latest(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of a topic."""
    found, _ = queries.topic_for(request.user, pk)
    return redirect(f"{found.get_absolute_url()}?last=1#end")


@require_safe
@for_readers
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a topic on which a contribution stands."""
    found, _ = post_or_404(request.user, pk)
    url = reverse("discussions:topic", args=[found.topic_id])
    if found.is_opening or not found.is_visible:
        return redirect(f"{url}#post-{pk}")
    return redirect(f"{url}?from={pk}#post-{pk}")


def panel(reader: Any, at: Place, most: int) -> dict[str, Any]:
    """Return what the page of a place shows of its discussion; see ``discussions_tags``.

    Queries: 1 for visitors who do not read it; 2, and 1 a person for the roles, for others.
    """
    rule = queries.rule_for(*at.key)
    if not queries.may_read_at(reader, rule):
        return {"place": at, "may_read": False, "is_open": rule.is_open}
    topics = list(queries.topics_at(at, reader)[: most + 1])
    return {
        "place": at,
        "may_read": True,
        "is_open": rule.is_open,
        "may_write": bool(queries.write_answer(reader, rule)),
        "topics": topics[:most],
        "has_more": len(topics) > most,
        "is_signed_in": queries.is_signed_in(reader),
    }
