"""内容日历 in Wagtail's admin."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forums.calendar.rules import Month
from home.planner.queries import Entry, EntryKind, entries_by_day
from people.roles import Role, has_role

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True)
class Square:
    """One day of the sheet."""

    date: date
    is_inside: bool
    is_today: bool
    entries: list[Entry]


@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    """A month with all that it brings, or with one kind of it. Queries: constant."""
    if not has_role(request.user, Role.EDITOR, Role.CHIEF_EDITOR):
        raise PermissionDenied("内容日历只给编辑和总编看。")
    today = timezone.localdate()
    month = Month.parse(request.GET.get("month", "")) or Month.of(today)
    weeks = month.weeks
    found = entries_by_day(request.user, weeks[0][0], weeks[-1][-1])
    shown = request.GET.get("show", "")
    if shown not in EntryKind.values:
        shown = ""
    context = {
        "month": month,
        "before": month.shifted(-1),
        "after": month.shifted(1),
        "weekdays": WEEKDAYS,
        "kinds": EntryKind.choices,
        "shown": shown,
        "weeks": [
            [
                Square(
                    day,
                    day.month == month.number,
                    day == today,
                    [entry for entry in found[day] if shown in ("", entry.kind)],
                )
                for day in week
            ]
            for week in weeks
        ],
        "page_title": "内容日历",
    }
    return render(request, "home/planner/planner.html", context)
