"""The district's recorded consents in the admin, for chief editors and site administrators."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from people.choices import ConsentScope, ConsentState
from people.consent_views import (
    ConsentInspectView,
    ConsentPermissionPolicy,
    EvidenceView,
    WithdrawView,
    title_of,
)
from people.models import Consent


class ConsentFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=ConsentState.choices,
        method="filter_state",
        empty_label="全部",
        widget=forms.RadioSelect,
    )
    scope = django_filters.ChoiceFilter(
        label="范围", choices=ConsentScope.choices, empty_label="全部", widget=forms.RadioSelect
    )

    class Meta:
        model = Consent
        fields = ["state", "scope"]

    def filter_state(self, consents: Any, name: str, value: str) -> Any:
        today = timezone.localdate()
        if value == ConsentState.WITHDRAWN:
            return consents.withdrawn()
        if value == ConsentState.EXPIRED:
            return consents.expired(today)
        return consents.in_force(today)


class ConsentIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Consent]:
        return super().get_base_queryset().for_lists()

    @cached_property
    def columns(self) -> list[Column]:
        today = timezone.localdate()
        return [
            self._get_title_column_class(TitleColumn)(
                "person_name",
                label="人物",
                sort_key="person_name",
                get_url=self.get_inspect_url,
            ),
            Column("unit", label="单位"),
            Column("page", label="稿件", accessor=title_of),
            Column("get_scope_display", label="范围"),
            Column("given_on", label="同意日期", sort_key="given_on", accessor=_iso("given_on")),
            Column(
                "expires_on", label="到期日", sort_key="expires_on", accessor=_iso("expires_on")
            ),
            Column("state", label="状态", accessor=lambda consent: consent.state(today).label),
        ]


def _iso(name: str) -> Any:
    """Return what reads a date as tables write it; empty where there is none."""
    return lambda consent: getattr(consent, name).isoformat() if getattr(consent, name) else ""


class ConsentViewSet(ModelViewSet):
    """A list and its records; nothing here rewrites one."""

    model = Consent
    name = "consents"
    icon = "clipboard-list"
    menu_label = "同意记录"
    menu_order = 595
    add_to_admin_menu = True
    add_to_reference_index = False
    permission_policy = ConsentPermissionPolicy(Consent)
    index_view_class = ConsentIndexView
    inspect_view_class = ConsentInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        "person_name",
        "person",
        "unit",
        "page",
        "scope",
        "given_on",
        "expires_on",
        "form_version",
        "evidence",
        "recorded_by",
        "recorded_at",
        "withdrawn_on",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawal_note",
    ]
    copy_view_enabled = False
    filterset_class = ConsentFilterSet
    ordering = ["-given_on", "-pk"]
    search_fields = ["person_name", "unit__name", "page__draft_title"]
    search_backend_name = None
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("withdraw/<int:pk>/", WithdrawView.as_view(), name="withdraw"),
            path("evidence/<int:pk>/", EvidenceView.as_view(), name="evidence"),
        ]
