"""The calendar of passages in the admin: a month with its gaps, a day, import and export."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Max, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from editorial.workbooks import XLSX
from reading.models import Passage, PassageDay
from reading.passages import actions, importing, workbooks
from reading.passages.forms import FillForm, ImportForm, MoveForm
from reading.passages.queries import SUNDAY_LAST, shifted

FOUND = 20
SHOWN_ROWS = 200


class EditorsOnlyMixin:
    """Answer 403 to everybody who does not keep the calendar."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("reading.change_passageday"):
            raise PermissionDenied("只有编辑可以排读段。")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Page(EditorsOnlyMixin, WagtailAdminTemplateMixin):
    """What the pages share."""

    header_icon = "date"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here: home, the calendar, this page."""
        calendar = {"url": reverse("passage_calendar:index"), "label": "读段日历"}
        here = {"url": "", "label": self.page_title}
        above = [*super().get_breadcrumbs_items(), calendar]
        return above if self.page_title == calendar["label"] else [*above, here]


class MonthView(Page, TemplateView):
    """A month: each day with its passage or its gap; filling the gaps. Queries of its own: 2."""

    template_name = "reading/passages/admin/month.html"
    page_title = "读段日历"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = _first_of(self.request.GET.get("month", ""))
        today = timezone.localdate()
        weeks = SUNDAY_LAST.monthdatescalendar(first.year, first.month)
        rows = {
            row.date: row
            for row in PassageDay.objects.select_related("passage").filter(
                date__range=(weeks[0][0], weeks[-1][-1])
            )
        }
        squares = [
            [
                {"date": day, "row": rows.get(day), "other": day.month != first.month,
                 "past": day < today}
                for day in week
            ]
            for week in weeks
        ]  # fmt: skip
        last = shifted(first, 1) - timedelta(days=1)
        span = {"first": max(first, today), "last": max(last, today)}
        return super().get_context_data(
            first=first,
            weeks=squares,
            today=today,
            previous=shifted(first, -1),
            next=shifted(first, 1),
            gaps=sum(not s["row"] and not s["other"] and not s["past"] for w in squares for s in w),
            until=PassageDay.objects.aggregate(last=Max("date"))["last"],
            fill_form=kwargs.pop("fill_form", None) or FillForm(initial=span),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Fill the gaps."""
        form = FillForm(request.POST)
        if form.is_valid():
            try:
                filled = actions.fill_gaps(by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error("last", error)
            else:
                _tell(request, filled)
                month = form.cleaned_data["first"]
                return redirect(f"{reverse('passage_calendar:index')}?month={month:%Y-%m}")
        return self.render_to_response(self.get_context_data(fill_form=form), status=422)


class DayView(Page, TemplateView):
    """A day: choose its passage, move it, clear it."""

    template_name = "reading/passages/admin/day.html"

    @property
    def page_title(self) -> str:
        return f"{self.day:%Y-%m-%d} 的读段"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.day: date = kwargs["day"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").replace("\0", "").strip()[:60]
        row = PassageDay.objects.select_related("passage").filter(date=self.day).first()
        kwargs.setdefault("move_form", MoveForm())
        kwargs["day"] = self.day
        return super().get_context_data(
            row=row,
            q=asked,
            found=self._found(asked),
            is_past=self.day < timezone.localdate(),
            near=actions.near_days(row.passage_id, self.day) if row else [],
            **kwargs,
        )

    def _found(self, asked: str) -> list[Passage]:
        """The passages that match, those longest unused first. Queries: 1."""
        passages = Passage.objects.annotate(last_day=Max("days__date"))
        if asked:
            passages = passages.filter(
                Q(text__icontains=asked) | Q(author__icontains=asked)
                | Q(source__icontains=asked) | Q(theme__icontains=asked)
            )  # fmt: skip
        return list(passages.order_by(F("last_day").asc(nulls_first=True), "pk")[:FOUND])

    def post(self, request: HttpRequest, day: date) -> HttpResponse:
        """Do what the button says."""
        doing = {"choose": self._choose, "move": self._move, "clear": self._clear}
        do = next((doing[name] for name in doing if name in request.POST), None)
        if do is None:
            return redirect("passage_calendar:day", self.day)
        return do(request)

    def _choose(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("choose", "")
        passage = Passage.objects.filter(pk=number).first() if number.isdecimal() else None
        if passage is None:
            return self._refused("这一段已经不在了，请再选一段。")
        try:
            near = actions.schedule(by=request.user, day=self.day, passage=passage)
        except ValidationError as error:
            return self._refused(error.messages[0])
        messages.success(request, f"{self.day:%Y-%m-%d} 排好了。")
        if near:
            named = "、".join(f"{each:%Y-%m-%d}" for each in near[:5])
            messages.warning(request, f"请留意：同一段一年之内还排在 {named}。")
        return redirect("passage_calendar:day", self.day)

    def _move(self, request: HttpRequest) -> HttpResponse:
        form = MoveForm(request.POST)
        if form.is_valid():
            try:
                to = form.cleaned_data["to"]
                swapped = actions.move(by=request.user, day=self.day, to=to)
            except ValidationError as error:
                form.add_error("to", error)
            else:
                done = "互换好了" if swapped else "移过去了"
                messages.success(request, f"{self.day:%Y-%m-%d} 和 {to:%Y-%m-%d} {done}。")
                return redirect(f"{reverse('passage_calendar:index')}?month={to:%Y-%m}")
        return self.render_to_response(self.get_context_data(move_form=form), status=422)

    def _clear(self, request: HttpRequest) -> HttpResponse:
        try:
            actions.clear(by=request.user, day=self.day)
        except ValidationError as error:
            return self._refused(error.messages[0])
        messages.success(request, f"{self.day:%Y-%m-%d} 空出来了，那一段还在库里。")
        return redirect("passage_calendar:day", self.day)

    def _refused(self, text: str) -> HttpResponse:
        return self.render_to_response(self.get_context_data(refused=text), status=422)


class ImportView(Page, FormView):
    """Check a table, or import it."""

    form_class = ImportForm
    template_name = "reading/passages/admin/import.html"
    page_title = "导入读段"
    header_icon = "upload"

    def form_valid(self, form: ImportForm) -> HttpResponse:
        rows: list[workbooks.Row] = form.cleaned_data["rows"]
        is_real = "import" in self.request.POST
        act = importing.import_passages if is_real else importing.check_passages
        result = act(by=self.request.user, rows=rows)
        texts = {row.number: row[workbooks.TEXT] for row in rows}
        said = result.problems or result.notes
        context = self.get_context_data(
            form=form,
            result=result,
            is_stored=is_real and result.is_ok,
            lines=[(n, texts[n][:40], said[n]) for n in sorted(said)[:SHOWN_ROWS]],
            hidden_lines=max(0, len(said) - SHOWN_ROWS),
        )
        return self.render_to_response(context, status=200 if result.is_ok else 422)

    def form_invalid(self, form: ImportForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ExportView(EditorsOnlyMixin, View):
    """Hand out the calendar and the pool, or the empty template."""

    empty = False

    def get(self, request: HttpRequest) -> HttpResponse:
        file = workbooks.template_workbook() if self.empty else workbooks.passages_workbook()
        name = "读段模板.xlsx" if self.empty else f"读段{timezone.localdate():%Y%m%d}.xlsx"
        answer = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
        answer["Cache-Control"] = "no-store"
        return answer


def _tell(request: HttpRequest, filled: actions.Filled) -> None:
    if filled.days:
        messages.success(request, f"补上了 {len(filled.days)} 天。")
    if filled.left:
        messages.warning(
            request,
            f"还有 {len(filled.left)} 天空着（从 {filled.left[0]:%Y-%m-%d} 起）："
            "库里的段落都在一年之内用过，请先添加新的段落。",
        )
    if not filled.days and not filled.left:
        messages.success(request, "这些日子都排满了，没有空缺。")


def _first_of(text: str) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
    if not 1900 < month.year < 9000:
        raise Http404("没有这个月。")
    return month
