"""The people: their list, and a page for each."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from editorial.forms.fields import without_control
from media.templatetags.media_tags import square_picture_url
from people.naming import is_by_strokes
from portal.listing import paginate
from stories.honours.queries import honours_of
from stories.models import Exemplar
from stories.places import above
from stories.portraits.queries import (
    qualities_of,
    shown_exemplars,
    spoken_by,
    stories_of,
    was_shown,
    with_portraits,
    works_of,
)
from stories.portraits.structured import person_data

PAGE_SIZE = 60
LONGEST_QUERY = 30


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """All persons who agreed: ``/stories/people/?q=稻香``. Queries: constant."""
    words = without_control(request.GET.get("q", "")).strip()[:LONGEST_QUERY]
    strokes = is_by_strokes()
    persons = with_portraits(shown_exemplars()).select_related("unit", "portrait")
    persons = persons.by_name(strokes=strokes).prefetch_related("portrait__renditions")
    if words:
        persons = persons.filter(name__icontains=words)
    page, querystring = paginate(request, persons, size=PAGE_SIZE)
    context = {
        "page_obj": page,
        "querystring": querystring,
        "groups": _by_initial(list(page), is_grouped=not strokes),
        "words": words,
        "is_demo": any(each.is_demo for each in page),
        "breadcrumbs": above(request),
        "page_title": "榜样教师",
        "page_description": "身边的榜样教师，按姓名查找。",
        "canonical_url": request.build_absolute_uri(reverse("stories:people")),
    }
    return render(request, "stories/people.html", context)


def _by_initial(persons: list[Exemplar], *, is_grouped: bool) -> list[tuple[str, list[Exemplar]]]:
    if not is_grouped:
        return [("", persons)] if persons else []
    return [(letter, list(group)) for letter, group in groupby(persons, lambda each: each.initial)]


@require_safe
def person(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One person: portrait, honours, stories, works, talks.

    A person whose consent has ended is gone (410), one who never gave it is unknown (404); neither
    answer, nor a redirect, tells the name.
    """
    persons = with_portraits(shown_exemplars()).select_related("unit", "portrait")
    shown = persons.filter(pk=pk).first()
    if shown is None:
        if was_shown(pk):
            return render(request, "stories/person_gone.html", status=410)
        raise Http404("没有这位老师的页面。")
    if slug != shown.slug:
        return HttpResponsePermanentRedirect(shown.get_absolute_url())
    return render(request, "stories/person.html", _shown(request, shown))


def _shown(request: HttpRequest, person: Exemplar) -> dict[str, Any]:
    portrait = person.portrait if person.shows_portrait else None  # type: ignore[attr-defined]
    stories = stories_of(person, request.user)
    honours = honours_of(person)
    picture = square_picture_url(portrait)
    facts = [person.unit.name if person.unit else "", person.title, person.subject]
    return {
        "person": person,
        "is_demo": person.is_demo,
        "portrait": portrait,
        "honours": honours,
        "stories": stories,
        "qualities": qualities_of(stories),
        "works": works_of(person),
        "talks": spoken_by(person),
        "structured": person_data(person, honours, request, portrait=picture),
        "breadcrumbs": [*above(request), {"title": "榜样教师", "url": reverse("stories:people")}],
        "page_title": person.name,
        "page_description": person.introduction or "，".join(fact for fact in facts if fact),
        "canonical_url": request.build_absolute_uri(person.get_absolute_url()),
        "share_picture": picture,
    }
