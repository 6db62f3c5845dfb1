"""站点体检 in Wagtail's admin."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from feedback.exporting import PLAIN_CELLS
from home.health import queries
from home.health.models import HealthFinding, Matter
from home.health.tasks import examine_site
from people.models import User
from people.roles import Role, has_role


def may_see(user: Any) -> bool:
    """Whether somebody may read what was found."""
    return has_role(user, Role.EDITOR, Role.CHIEF_EDITOR, Role.SITE_ADMIN)


def _require(request: HttpRequest) -> None:
    if not may_see(request.user):
        raise PermissionDenied("站点体检只给编辑、总编和站点管理员看。")


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What the last examination found. Queries: 4 of its own."""
    _require(request)
    bars = queries.chart()
    context = {
        "exam": queries.last_exam(),
        "parts": queries.parts(),
        "bars": bars,
        "chart_width": len(bars) * queries.BAR,
        "chart_height": queries.CHART_HEIGHT,
        "most": max(bar.views for bar in bars),
        "sees_names": has_role(request.user, Role.SITE_ADMIN),
        "page_title": "站点体检",
    }
    return render(request, "home/health/dashboard.html", context)


@require_POST
def examine_again(request: HttpRequest) -> HttpResponse:
    """Ask for an examination; the worker does it."""
    _require(request)
    examine_site.enqueue()
    messages.success(request, "已经安排重新检查，过一会儿刷新这一页。")
    return redirect("site_health")


class FindingFilterSet(WagtailFilterSet):
    """One matter."""

    matter = django_filters.ChoiceFilter(label="类别", choices=Matter.choices)

    class Meta:
        model = HealthFinding
        fields = ["matter"]


def page_to_edit(finding: HealthFinding) -> str | None:
    """Return where a finding can be mended."""
    if finding.page_id is None:
        return None
    return reverse("wagtailadmin_pages:edit", args=[finding.page_id])


class FindingsReportView(ReportView):
    """All findings, on the screen and as a file."""

    page_title = "体检发现"
    header_icon = "warning"
    index_url_name = "health_findings"
    index_results_url_name = "health_findings_results"
    filterset_class = FindingFilterSet
    default_ordering = "pk"
    columns = [
        TitleColumn("title", label="名称", get_url=page_to_edit),
        Column("get_matter_display", label="类别"),
        Column("words", label="说明"),
        Column("address", label="网址"),
    ]
    list_export = ["get_matter_display", "title", "words", "address"]
    export_headings = {
        "get_matter_display": "类别",
        "title": "名称",
        "words": "说明",
        "address": "网址",
    }
    custom_value_preprocess = PLAIN_CELLS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _require(request)
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "体检发现"

    def get_base_queryset(self) -> QuerySet[HealthFinding]:
        """All of the last examination."""
        return HealthFinding.objects.all()


class IdleReportView(ReportView):
    """Names of idle accounts, for who looks after accounts; no file."""

    page_title = "久未登录的账号"
    header_icon = "user"
    index_url_name = "health_idle"
    index_results_url_name = "health_idle_results"
    list_export: list[str] = []
    columns = [
        Column("name", label="姓名"),
        Column("staff_number", label="工号"),
        Column("unit", label="单位"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_role(request.user, Role.SITE_ADMIN):
            raise PermissionDenied("名单只给站点管理员看。")
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[User]:
        """Idle accounts, by unit."""
        return queries.idle_users()

    def get_queryset(self) -> QuerySet[User]:
        """In the order of units; Wagtail's own would be that of the model."""
        return self.get_base_queryset()
