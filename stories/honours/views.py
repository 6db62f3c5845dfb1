"""The register of honours as anyone may read it."""

from collections.abc import Callable
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from editorial.forms.fields import without_control
from people.naming import is_by_strokes
from portal.listing import paginate
from stories.browsing import Choice, Facet
from stories.honours.queries import for_register, narrowed, numbers_by, public_honours
from stories.models import Honour, HonourLevel
from stories.places import above

PAGE_SIZE = 60
LONGEST_QUERY = 30


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """``/stories/honours/?year=2024&level=2&q=稻香``: in force, verified, agreed to.

    A year or a level that is no such thing is the same as none. Queries: constant.
    """
    words = without_control(request.GET.get("q", "")).strip()[:LONGEST_QUERY]
    year, level = _number(request, "year"), _number(request, "level")
    level = level if level in HonourLevel.values else None
    honours = public_honours()
    # Each row of links counts what the other choices leave.
    years = numbers_by(narrowed(honours, year=None, level=level, words=words), "year")
    years = dict(reversed(years.items()))
    levels = numbers_by(narrowed(honours, year=year, level=None, words=words), "level")
    shown = for_register(
        narrowed(honours, year=year, level=level, words=words), strokes=is_by_strokes()
    )
    page, querystring = paginate(request, shown, size=PAGE_SIZE)
    chosen = {"year": year, "level": level, "q": words}
    facets = [
        Facet("level", "级别", _choices(chosen, "level", levels, _level_in_words)),
        Facet("year", "年度", _choices(chosen, "year", years, _year_in_words)),
    ]
    context = {
        "page_obj": page,
        "querystring": querystring,
        "groups": _by_year(list(page)),
        "facets": [facet for facet in facets if facet.choices],
        "words": words,
        "year": year,
        "level": level,
        "is_demo": any(each.holder.is_demo for each in page),
        "is_narrowed": bool(year or level or words),
        "breadcrumbs": above(request),
        "page_title": "荣誉名录",
        "page_description": "经表彰文件或证书核对、现在有效的教师荣誉。",
        "canonical_url": request.build_absolute_uri(reverse("stories:honours")),
    }
    return render(request, "stories/honours.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _choices(
    chosen: dict[str, object], name: str, counts: dict[int, int], in_words: Callable[[int], str]
) -> list[Choice]:
    choices = []
    for value, count in counts.items():
        is_chosen = chosen[name] == value
        wanted = chosen | {name: None if is_chosen else value}
        query = urlencode({key: each for key, each in wanted.items() if each})
        choices.append(Choice(in_words(value), query, count, is_chosen))
    return choices


def _level_in_words(level: int) -> str:
    return str(HonourLevel(level).label)


def _year_in_words(year: int) -> str:
    return f"{year}年"


def _by_year(honours: list[Honour]) -> list[tuple[str, list[Honour]]]:
    return [
        (f"{year}年" if year else "年度未详", list(group))
        for year, group in groupby(honours, lambda each: each.year)
    ]
