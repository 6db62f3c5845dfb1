"""Public pages about passages: a day's, the archive by month, by author and by theme."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.listing import paginate
from reading import queries as reading_queries
from reading.cards.designs import RATIOS, designs
from reading.models import PassageDay
from reading.passages import queries

TITLE = "每天读段“教育学”"
RATIO_LABELS = {"square": "方形", "tall": "竖版 3:4"}
BY = {"author": ("作者", "passage_authors"), "theme": ("主题", "passage_themes")}


@require_safe
def passage_today(request: HttpRequest) -> HttpResponse:
    """Today's passage; the last one where today has none yet."""
    return _passage(request, reading_queries.passage_of_the_day())


@require_safe
def passage(request: HttpRequest, day: date) -> HttpResponse:
    """The passage of one day, today or past; coming days are not shown ahead."""
    found = queries.shown().filter(date=day).first()
    if found is None:
        raise Http404("这一天没有读段。")
    return _passage(request, found)


def _passage(request: HttpRequest, day: PassageDay | None) -> HttpResponse:
    """Show a day. Queries of its own: 5, with a book 6."""
    context = {
        "day": day,
        "breadcrumbs": reading_queries.above_books(request),
        "page_title": TITLE,
    }
    if day:
        said = day.passage
        context |= reading_queries.days_around(day)
        context |= {
            "page_description": f"{said.text}——{said.author}{said.source}",
            "canonical_url": request.build_absolute_uri(day.get_absolute_url()),
            # Square, as messengers crop it.
            "share_picture": reverse(
                "reading:passage_card", args=[day.date, next(iter(designs())), "square", "png"]
            ),
            "work": said.work if said.work and said.work.is_public else None,
            "card": _card(request, day),
            "is_today": day.date == timezone.localdate(),
        }
    return render(request, "reading/passage.html", context)


def _card(request: HttpRequest, day: PassageDay) -> dict[str, object]:
    """The panel of cards: the chosen design and ratio, and what else may be chosen."""
    every = designs()
    design = request.GET.get("card", "")
    design = design if design in every else next(iter(every))
    ratio = request.GET.get("ratio", "")
    ratio = ratio if ratio in RATIOS else next(iter(RATIOS))
    width, height = RATIOS[ratio]

    def address(form: str) -> str:
        return reverse("reading:passage_card", args=[day.date, design, ratio, form])

    return {
        "designs": [(each.name, each.label, each.name == design) for each in every.values()],
        "ratios": [
            (name, RATIO_LABELS[name], *size, name == ratio) for name, size in RATIOS.items()
        ],
        "folder": address("png").removesuffix(f"{design}-{ratio}.png"),
        "width": width,
        "height": height,
        "preview": address("webp"),
        "download": address("png"),
        "file_name": f"{TITLE}{day.date:%Y-%m-%d}.png",
    }


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The newest month of the archive."""
    newest = queries.shown().first()
    if newest is None:
        return redirect("reading:passage_today")
    return redirect("reading:passage_month", newest.date.year, newest.date.month)


@require_safe
def archive_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month as a calendar and as a list."""
    if not (1 <= month <= 12 and 1900 <= year <= 9998):
        raise Http404("没有这个月。")
    found = queries.month_of(year, month)
    if found is None:
        raise Http404("这个月没有读段。")
    return render(
        request,
        "reading/passages/month.html",
        {
            "month": found,
            "today": timezone.localdate(),
            "breadcrumbs": _above(request),
            "page_title": f"{year}年{month}月的读段",
            "page_description": f"{year}年{month}月每天读段“教育学”的存档。",
        },
    )


@require_safe
def groups(request: HttpRequest, by: str) -> HttpResponse:
    """All authors, or all themes, of what was shown."""
    label, view = BY[by]
    rows = queries.authors() if by == "author" else queries.themes()
    entries = [
        (row["name"], row["count"], reverse(f"reading:{view[:-1]}", args=[row["name"]]))
        for row in rows
    ]
    return render(
        request,
        "reading/passages/groups.html",
        {
            "by": by,
            "entries": entries,
            "breadcrumbs": _above(request),
            "page_title": f"读段：按{label}",
            "page_description": f"每天读段“教育学”，按{label}查看。",
        },
    )


@require_safe
def group(request: HttpRequest, by: str, name: str) -> HttpResponse:
    """The passages of one author or theme, the newest first."""
    label, view = BY[by]
    if "\0" in name:  # which no column holds
        raise Http404(f"没有这个{label}的读段。")
    page, querystring = paginate(request, queries.passages_of(by, name))
    if not page.paginator.count:
        raise Http404(f"没有这个{label}的读段。")
    return render(
        request,
        "reading/passages/group.html",
        {
            "page_obj": page,
            "querystring": querystring,
            "breadcrumbs": [
                *_above(request),
                {"title": f"按{label}", "url": reverse(f"reading:{view}")},
            ],
            "page_title": f"读段：{name}",
            "page_description": f"每天读段“教育学”中{label}为“{name}”的段落。",
        },
    )


def _above(request: HttpRequest) -> list[dict[str, str]]:
    here = {"title": "每天读段", "url": reverse("reading:passage_today")}
    return [*reading_queries.above_books(request), here]
