"""审计记录 in the admin, for auditors alone."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from people import rules
from people.choices import AuditKind, Role
from people.models import AuditEntry, User
from people.roles import has_role
from portal.spreadsheets import plain


class TrailFilterSet(WagtailFilterSet):
    """A period, kinds, an account, words."""

    at = django_filters.DateFromToRangeFilter(label="日期", widget=DateRangePickerWidget)
    kind = django_filters.MultipleChoiceFilter(
        label="事项", choices=AuditKind.choices, widget=forms.CheckboxSelectMultiple
    )
    account = django_filters.CharFilter(label="工号、手机号或姓名", method="of_account")
    words = django_filters.CharFilter(label="内容", lookup_expr="icontains")
    address = django_filters.CharFilter(label="来自", method="from_address")

    class Meta:
        model = AuditEntry
        fields = ["at", "kind", "words"]

    def of_account(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Lines in which the account acted or was acted upon."""
        typed = rules.clean_identifier(value)
        found = Q(name=rules.clean_text(value)) | Q(staff_number__iexact=typed)
        accounts = User.objects.filter(found | Q(phone=rules.normalise_phone(typed)))
        return rows.filter(Q(actor__in=accounts) | Q(subject__in=accounts))

    def from_address(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Lines from exactly this address."""
        try:
            address = forms.GenericIPAddressField().clean(value.strip())
        except forms.ValidationError:
            return rows.none()
        return rows.filter(address=address)


class TrailView(ReportView):
    """The trail on the screen and, as ``?export=xlsx``, in a file; the export is noted in it."""

    page_title = "审计记录"
    header_icon = "history"
    index_url_name = "audit_trail"
    index_results_url_name = "audit_trail_results"
    filterset_class = TrailFilterSet
    default_ordering = ("-at", "-pk")
    columns = [
        DateColumn("at", label="时间", sort_key="at"),
        Column("get_kind_display", label="事项"),
        Column("actor", label="操作人"),
        Column("subject", label="涉及账号"),
        Column("words", label="内容"),
        Column("address", label="来自"),
    ]
    list_export = ["at", "get_kind_display", "actor", "subject", "words", "address"]
    export_headings = {
        "at": "时间",
        "get_kind_display": "事项",
        "actor": "操作人",
        "subject": "涉及账号",
        "words": "内容",
        "address": "来自",
    }

    # Names and file names could begin like a formula.
    custom_field_preprocess = {
        name: {"xlsx": plain, "csv": plain} for name in ("actor", "subject", "words")
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_trail(request.user):
            raise PermissionDenied("只有审计员可以查看审计记录。")
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "审计记录"

    def get_base_queryset(self) -> QuerySet:
        return AuditEntry.objects.select_related("actor", "subject")


def may_read_trail(user: Any) -> bool:
    """Whether somebody reads the trail: auditors, and nobody by any other right."""
    return has_role(user, Role.AUDITOR)
