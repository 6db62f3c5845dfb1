"""``/my/reading/days/``: the reader's own calendar of days read."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from reading.passages import days
from reading.passages.forms import AimForm, DayForm
from reading.passages.queries import SUNDAY_LAST, shifted


@dataclass(frozen=True)
class Square:
    """A day in the reader's calendar."""

    date: date
    in_month: bool
    read: bool


@dataclass(frozen=True)
class OwnMonth:
    """A month of the reader's calendar, and the neighbours that may be opened."""

    first: date
    weeks: list[list[Square]]
    previous: date | None
    next: date | None


@require_safe
@for_authors
def own_days(request: HttpRequest) -> HttpResponse:
    """The calendar, the week in words, the aim. Queries of its own: 1, with a record 4."""
    return _show(request, None)


@require_POST
@for_authors
def opt_in(request: HttpRequest) -> HttpResponse:
    """Begin a record."""
    form = AimForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    days.opt_in(reader=request.user, weekly_aim=form.cleaned_data["weekly_aim"])
    return redirect("days:days")


@require_POST
@for_authors
def change_aim(request: HttpRequest) -> HttpResponse:
    """Set another aim."""
    form = AimForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    days.change_aim(reader=request.user, weekly_aim=form.cleaned_data["weekly_aim"])
    return redirect("days:days")


@require_POST
@for_authors
def mark(request: HttpRequest) -> HttpResponse:
    """Note today. Queries: 4 with session and account; thousands come within minutes."""
    if not days.mark_today(reader=request.user) or request.POST.get("back") == "days":
        return redirect("days:days")
    return redirect("reading:passage_today")


@require_POST
@for_authors
def unmark(request: HttpRequest) -> HttpResponse:
    """Take a day back."""
    form = DayForm(request.POST)
    if form.is_valid():
        days.unmark(reader=request.user, day=form.cleaned_data["day"])
    month = _month_asked(request.POST.get("month", ""))
    return redirect(f"{reverse('days:days')}?month={month:%Y-%m}" if month else "days:days")


@require_POST
@for_authors
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the record with all days."""
    days.delete_everything(reader=request.user)
    return redirect("days:days")


def _show(request: HttpRequest, form: AimForm | None) -> HttpResponse:
    found = days.days_of(request.user)
    status = 422 if form is not None else 200
    aim = found.record.weekly_aim if found else 5
    context = {
        "days": found,
        "month": _month(request, found) if found else None,
        "today": timezone.localdate(),
        "form": form or AimForm(initial={"weekly_aim": aim}),
        "desk_menu": desk_menu(request),
        "page_title": "我的读段",
    }
    return render(request, "reading/passages/days.html", context, status=status)


def _month(request: HttpRequest, found: days.Days) -> OwnMonth:
    newest = timezone.localdate().replace(day=1)
    first = min(_month_asked(request.GET.get("month", "")) or newest, newest)
    weeks = SUNDAY_LAST.monthdatescalendar(first.year, first.month)
    read = set(days.marks(request.user, weeks[0][0], weeks[-1][-1]))
    squares = [
        [Square(day, day.month == first.month, day in read) for day in week] for week in weeks
    ]
    oldest = (days.first_day(request.user) or found.record.since).replace(day=1)
    return OwnMonth(
        first,
        squares,
        shifted(first, -1) if first > oldest else None,
        shifted(first, 1) if first < newest else None,
    )


def _month_asked(text: str) -> date | None:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return month if 2000 <= month.year <= 9000 else None
