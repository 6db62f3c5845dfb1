"""Public pages about the passage of a day."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reading import queries
from reading.models import PassageDay


@require_safe
def passage_today(request: HttpRequest) -> HttpResponse:
    """Today's passage; the last one where today has none yet."""
    day = queries.passage_of_the_day()
    return _passage(request, day)


@require_safe
def passage(request: HttpRequest, day: date) -> HttpResponse:
    """The passage of one day, today or past; coming days are not shown ahead."""
    found = PassageDay.objects.on_or_before(timezone.localdate()).filter(date=day).first()
    if found is None:
        raise Http404("这一天没有读段。")
    return _passage(request, found)


def _passage(request: HttpRequest, day: PassageDay | None) -> HttpResponse:
    context = {
        "day": day,
        "breadcrumbs": queries.above_books(request),
        "page_title": "每天读段“教育学”",
    }
    if day:
        context |= queries.days_around(day)
        context["page_description"] = (
            f"{day.passage.text}——{day.passage.author}{day.passage.source}"
        )
    return render(request, "reading/passage.html", context)
