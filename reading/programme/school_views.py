"""``/my/reading/programme/schools/``: what a school sees, and nobody else."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from editorial.errors import NotPossible
from editorial.forms.picking import number
from editorial.printing import printing_problem
from editorial.workbooks import XLSX
from people.models import Unit
from people.roles import Role, has_role, in_scope, units_in_scope
from portal.listing import paginate
from reading.models import ReadingRecord
from reading.models.programme import Correction
from reading.programme import actions
from reading.programme.exporting import export_summary
from reading.programme.forms import CorrectionForm, ExportForm, SummaryForm
from reading.programme.queries import all_years, periods_of, state_of
from reading.programme.rules import once_each
from reading.programme.sheets import sheet_context
from reading.programme.summaries import Summary, all_units, open_to_staff, summary_of

# They may know how a large unit stands, never how a person does.
STAFF = (Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN)
PER_PAGE = 60


@dataclass(frozen=True)
class Asked:
    """A summary that somebody asked for.

    Attributes:
        is_keeper: the person administers the unit and may see who has gaps.
    """

    summary: Summary
    form: SummaryForm
    is_keeper: bool

    @property
    def query(self) -> str:
        """The year and the period, for an address."""
        period = self.summary.period
        return f"year={self.summary.year.pk}" + (f"&period={period.pk}" if period else "")


@require_safe
@for_authors
def schools(request: HttpRequest) -> HttpResponse:
    """The units whose summary the person may open. Queries: 2, besides roles and menu."""
    units = all_units()
    keeps = set(units_in_scope(request.user, Role.SCHOOL_ADMIN).values_list("pk", flat=True))
    open_units = open_to_staff(units) if has_role(request.user, *STAFF) else []
    shown = {each.unit.pk for each in open_units} | keeps
    if not shown and not has_role(request.user, Role.SCHOOL_ADMIN, *STAFF):
        raise Http404
    context = {
        "units": [each for each in units if each.unit.pk in shown and each.teachers],
        "keeps": keeps,
        "desk_menu": desk_menu(request),
        "page_title": "学校 2+N",
    }
    return render(request, "reading/programme/schools.html", context)


@require_safe
@for_authors
def school(request: HttpRequest, pk: int) -> HttpResponse:
    """The summary of a unit; for its administrator also by person. Queries: constant."""
    unit, is_keeper = _unit(request, pk)
    asked = _asked(unit, is_keeper, request.GET)
    if asked is None:
        return _no_year(request, unit)
    return _show(request, asked, ExportForm(initial={"with_names": True}))


@require_safe
@for_authors
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The totals for A4 paper; names only in an export, which is noted."""
    unit, is_keeper = _unit(request, pk)
    asked = _asked(unit, is_keeper, request.GET)
    if asked is None:
        return _no_year(request, unit)
    context = sheet_context(asked.summary, with_names=False, on=timezone.localdate())
    if not asked.is_keeper:
        context["hide_groups"] = True
    return render(
        request, "reading/programme/sheet.html", context | {"query": asked.query, "unit": unit}
    )


@require_POST
@for_authors
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The summary as Excel or PDF; noted with its reason."""
    unit, is_keeper = _unit(request, pk)
    asked = _asked(unit, is_keeper, request.POST)
    if asked is None or not asked.is_keeper:
        raise PermissionDenied("只有本单位的学校管理员可以导出。")
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, form, status=422)
    as_pdf = form.cleaned_data["form"] == "pdf"
    try:
        file = export_summary(
            by=request.user,
            summary=asked.summary,
            reason=form.cleaned_data["reason"],
            with_names=form.cleaned_data["with_names"],
            as_pdf=as_pdf,
        )
    except NotPossible as refused:
        form.add_error("form", str(refused))
        return _show(request, asked, form, status=409)
    ending, kind = ("pdf", "application/pdf") if as_pdf else ("xlsx", XLSX)
    name = f"2+N-{unit.name}-{asked.summary.year.name}.{ending}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=kind)


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors
def correct(request: HttpRequest, record_id: int) -> HttpResponse:
    """Decide for a teacher's book otherwise, with a reason."""
    record, year = _correctable(request, record_id)
    standing = state_of(record.reader, year)
    book = next(each for each in once_each(standing.books) if each.work_id == record.work_id)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(by=request.user, record_id=record_id, **form.cleaned_data)
        except NotPossible as refused:
            form.add_error("slot", str(refused))
        else:
            messages.success(request, f"更正已记下，并通知了{record.reader.name}。")
            return redirect("programme:school", _back_to(request, record))
    context = {
        "form": form,
        "record": record,
        "year": year,
        "unit_id": _back_to(request, record),
        "place": standing.state.place_of(book.record_id),
        "correction": _standing_correction(record, standing.books),
        "desk_menu": desk_menu(request),
        "page_title": "更正书的位置",
    }
    status = 422 if form.errors else 200
    return render(request, "reading/programme/correct.html", context, status=status)


@require_POST
@for_authors
def take_back(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Take a correction back."""
    correction = Correction.objects.filter(pk=correction_id).first()
    if correction is None:
        raise Http404("没有这条更正。")
    record, _ = _correctable(request, correction.record_id)
    actions.take_back_correction(by=request.user, correction_id=correction_id)
    messages.success(request, f"更正已撤回，并通知了{record.reader.name}。")
    return redirect("programme:school", _back_to(request, record))


def _correctable(request: HttpRequest, record_id: int) -> Any:
    return actions.correctable(by=request.user, record_id=record_id)


def _standing_correction(record: ReadingRecord, books: Any) -> Correction | None:
    readings = [each.record_id for each in books if each.work_id == record.work_id]
    standing = Correction.objects.filter(record__in=readings, taken_back_at=None)
    return standing.select_related("made_by").first()


def _back_to(request: HttpRequest, record: ReadingRecord) -> int:
    """Return the unit from whose list the person came, or the teacher's own."""
    asked = number(request.POST.get("unit", "") or request.GET.get("unit", ""))
    keeps = units_in_scope(request.user, Role.SCHOOL_ADMIN).filter(pk=asked or 0)
    if asked and keeps.exists():
        return asked
    return record.reader.unit.pk


def _unit(request: HttpRequest, pk: int) -> tuple[Unit, bool]:
    """Return a unit whose summary the person may open, and whether the person administers it.

    Raises:
        Http404: there is none with this number, or the person may not; both look alike.
    """
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None:
        raise Http404("没有这个单位。")
    if in_scope(request.user, Role.SCHOOL_ADMIN, unit):
        return unit, True
    if has_role(request.user, *STAFF) and unit in [
        each.unit for each in open_to_staff(all_units())
    ]:
        return unit, False
    raise Http404("没有这个单位。")


def _asked(unit: Unit, is_keeper: bool, data: Any) -> Asked | None:
    years = all_years()
    today = timezone.localdate()
    if data.get("year"):
        year = years.filter(pk=number(data["year"]) or 0).first()
        if year is None:
            raise Http404("没有这个年度。")
    else:
        year = years.filter(starts_on__lte=today).first()
    if year is None:
        return None
    period = None
    if data.get("period"):
        period = periods_of(year, unit.stage or None).filter(pk=number(data["period"]) or 0).first()
        if period is None:
            raise Http404("没有这段时间。")
    form = SummaryForm(
        {"year": year.pk, "period": period.pk if period else ""},
        years=years,
        year=year,
        stage=unit.stage,
    )
    return Asked(summary_of(unit, year, period), form, is_keeper)


def _show(
    request: HttpRequest, asked: Asked, form: ExportForm, *, status: int = 200
) -> HttpResponse:
    summary = asked.summary
    context: dict[str, Any] = {
        "summary": summary,
        "asked": asked,
        "choice": asked.form,
        "desk_menu": desk_menu(request),
        "page_title": f"{summary.unit.name} 2+N",
    }
    if asked.is_keeper:
        shows_gaps = request.GET.get("show") == "gaps"
        people = summary.gaps if shows_gaps else list(summary.people)
        page, querystring = paginate(request, people, PER_PAGE)
        context |= {
            "form": form,
            "page_obj": page,
            "querystring": querystring,
            "shows_gaps": shows_gaps,
            "corrected": _corrected(page.object_list),
            "can_print": not printing_problem(),
            "me": request.user.pk,
        }
    return render(request, "reading/programme/school.html", context, status=status)


def _corrected(people: Any) -> set[int]:
    """The records among these that stand where the school put them."""
    return {
        book.record_id
        for each in people
        for book in (*each.state.left_out, *(s.book for s in each.state.slots if s.book))
        if book.corrected
    }


def _no_year(request: HttpRequest, unit: Unit) -> HttpResponse:
    context = {"unit": unit, "desk_menu": desk_menu(request), "page_title": unit.name}
    return render(request, "reading/programme/no_year.html", context)
