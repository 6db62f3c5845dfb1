"""``/my/reading/programme/``: the own year of 2+N."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from editorial.forms.picking import number
from people.models import User
from reading.models.programme import ReadingYear
from reading.programme import actions
from reading.programme.forms import PlanForm, kind_or_none
from reading.programme.presenting import places_of, show
from reading.programme.queries import all_years, corrections_of, plan_of, state_of


@require_safe
@for_authors
def mine(request: HttpRequest) -> HttpResponse:
    """The year of today, or the one asked for. Queries: constant."""
    years = list(all_years())
    year = _asked_year(request.GET.get("year", ""), years)
    return _show(request, years, year)


@require_POST
@for_authors
def plan(request: HttpRequest) -> HttpResponse:
    """Put a book into the plan."""
    years = list(all_years())
    year = _asked_year(request.POST.get("year", ""), years)
    if year is None:
        raise Http404("没有这个年度。")
    form = _plan_form(request, year, request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            book = actions.plan_book(
                reader=request.user,
                year=year,
                work_id=chosen["work"].pk,
                slot=chosen["slot"],
                period=chosen["period"],
            )
        except ValidationError as refused:
            form.add_error(None, refused)  # beside the fields that it names
        else:
            messages.success(request, f"{book.work}列入{year.name}的计划。")
            return _back(year)
    return _show(request, years, year, form)


@require_POST
@for_authors
def unplan(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a book out of the plan."""
    actions.unplan_book(reader=request.user, planned_id=pk)
    return redirect(_address(request.POST.get("year", "")))


@require_POST
@for_authors
def move(request: HttpRequest) -> HttpResponse:
    """Put a finished book into another slot, or leave it to the rules again."""
    record_id = number(request.POST.get("record", ""))
    if not record_id:
        raise Http404("没有这条记录。")
    if request.POST.get("slot") == "rules":
        actions.take_back_move(reader=request.user, record_id=record_id)
    else:
        slot = kind_or_none(request.POST.get("slot", ""))
        if slot is None:
            raise Http404("没有这个位置。")
        actions.move_book(reader=request.user, record_id=record_id, slot=slot)
    messages.success(request, "位置改好了。")
    return redirect(_address(request.POST.get("year", "")))


def _show(
    request: HttpRequest,
    years: list[ReadingYear],
    year: ReadingYear | None,
    form: PlanForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "years": years,
        "year": year,
        "desk_menu": desk_menu(request),
        "page_title": "2+N 阅读年度",
    }
    if year is not None:
        standing = state_of(request.user, year)
        is_over = year.ends_on < timezone.localdate()
        context |= {
            "standing": standing,
            "places": places_of(standing),
            "others": [show(standing, book) for book in standing.state.others],
            "left_out": standing.state.left_out,
            "corrections": list(corrections_of(request.user, year)),
            "planned": list(plan_of(request.user, year)),
            "is_over": is_over,
            "unit": _unit_of(request.user),
            "form": None if is_over else form or _plan_form(request, year),
        }
    status = 422 if form is not None and form.errors else 200
    return render(request, "reading/programme/mine.html", context, status=status)


def _plan_form(request: HttpRequest, year: ReadingYear, data: Any = None) -> PlanForm:
    asked = number((data or request.GET).get("work", "")) or 0
    profile = getattr(request.user, "teacher_profile", None)
    return PlanForm(
        data,
        reader=request.user,
        year=year,
        stage=profile.stage if profile else "",
        asked=asked,
        initial={"work": asked or None},
    )


def _unit_of(user: Any) -> Any:
    return user.unit if isinstance(user, User) else None


def _asked_year(asked: str, years: list[ReadingYear]) -> ReadingYear | None:
    """Return the year with this number; without one that of today, or the latest that began."""
    if asked:
        wanted = number(asked)
        found = next((year for year in years if year.pk == wanted), None)
        if found is None:
            raise Http404("没有这个年度。")
        return found
    today = timezone.localdate()
    return next((year for year in years if year.starts_on <= today <= year.ends_on), None)


def _back(year: ReadingYear) -> HttpResponse:
    return redirect(_address(str(year.pk)))


def _address(year: str) -> str:
    mine = reverse("programme:mine")
    asked = number(year)
    return f"{mine}?year={asked}" if asked else mine
