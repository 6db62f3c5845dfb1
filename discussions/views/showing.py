"""What the views of this room share: who looks, and how refusals are put."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from discussions import queries
from discussions.errors import TooMuch
from discussions.forms import ActionForm
from discussions.models import Contribution, PlaceRule, Topic
from discussions.places import Place
from editorial.desk.menu import desk_menu
from editorial.errors import Conflict, NotPossible, ReviewRefused
from people.models import User

METHODS = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Viewer:
    """Who looks at a discussion, and what that person may do in it.

    Attributes:
        makes_articles: of this topic.
        write: whether, and else why not; ``muted``: whose words are folded.
    """

    user: Any
    is_signed_in: bool
    is_editor: bool
    tends: bool
    makes_articles: bool
    write: Any
    rule: PlaceRule
    muted: set[int] = field(default_factory=set)
    mutes_topic: bool = False


def viewer_of(user: Any, place: Place, topic: Topic | None = None) -> Viewer:
    """Return who looks. Queries: for visitors none; else 4, of ``tends`` and ``shelves``."""
    rule = queries.rule_for(*place.key)
    is_known = queries.is_signed_in(user)
    muted_topics = queries.muted_topics(user) if is_known and topic else set()
    is_editor = queries.is_editor(user)
    begins = is_editor or (is_known and topic and place.kind.shelves(user, place.pk))
    return Viewer(
        user=user,
        is_signed_in=is_known,
        is_editor=is_editor,
        tends=is_editor or queries.tends(user, place),
        makes_articles=bool(begins and topic and topic.is_visible),
        write=queries.write_answer(user, rule, topic),
        rule=rule,
        muted=queries.muted_people(user) if is_known else set(),
        mutes_topic=bool(topic and topic.pk in muted_topics),
    )


def for_readers(view: View) -> View:
    """Let everybody in who reads; visitors who find nothing are asked to sign in."""

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return checked


def place_or_404(user: User, kind: str, pk: int) -> Place:
    """Return a place whose discussion somebody reads.

    Raises:
        Http404: there is none for this person.
    """
    place = queries.place_for(user, kind, pk)
    if place is None:
        raise Http404("没有这个讨论。")
    return place


def post_or_404(user: User, pk: int) -> tuple[Contribution, Place]:
    """Return a contribution that somebody may look up, and its place.

    Raises:
        Http404: there is none for this person.
    """
    found = Contribution.objects.with_words().select_related("topic").filter(pk=pk)
    post = found.first()
    if post is None:
        raise Http404("没有这条发言。")
    place = place_or_404(user, post.topic.kind, post.topic.place_id)
    if not queries.may_look_up(user, post):
        raise Http404("没有这条发言。")
    return post, place


def attempt(form: ActionForm, act: Callable[[], Any]) -> tuple[Any, int]:
    """Do something with a valid form; what is refused is told in it, and what was typed stays.

    Returns:
        What ``act`` returned and 200; or ``None`` and the status of the answer.
    """
    try:
        return act(), 200
    except ValidationError as problems:
        form.tell(problems)
        return None, 422
    except ReviewRefused as refused:
        form.add_error(None, str(refused))
        return None, 403
    except TooMuch as refused:
        form.add_error(None, str(refused))
        return None, 429
    except (NotPossible, Conflict) as refused:
        form.add_error(None, str(refused))
        return None, 409


def shown(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    place: Place,
    topic: Topic | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a page of a discussion, below its place."""
    trail = [{"title": place.title, "url": place.url}]
    if context.get("is_below_list", True):
        trail.append({"title": "讨论", "url": discussion_url(place)})
    context |= {"place": place, "topic": topic, "breadcrumbs": trail}
    return render(request, f"discussions/{template}.html", context, status=status)


def discussion_url(place: Place) -> str:
    """Return the address of the list of topics at a place."""
    return reverse("discussions:place", args=place.key)


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render a page of this room beside the menu of the desk."""
    context |= {"desk_menu": desk_menu(request)}
    return render(request, f"discussions/desk/{template}.html", context, status=status)
