"""The register of honours in the admin: the list, the form, the chooser."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from stories.honours import admin_views as views
from stories.models import Honour

IN_FORCE, REVOKED = "in_force", "revoked"


class HonourFilterSet(WagtailFilterSet):
    """By year, level, basis and standing."""

    standing = django_filters.ChoiceFilter(
        label="状态",
        choices=[(IN_FORCE, "有效"), (REVOKED, "已撤销")],
        method="filter_standing",
        empty_label="全部",
    )

    class Meta:
        model = Honour
        fields = ["year", "level", "basis", "standing"]

    def filter_standing(self, honours: Any, name: str, value: str) -> Any:
        """Keep those in force, or those taken back."""
        return honours.in_force() if value == IN_FORCE else honours.exclude(revoked_on=None)


class HonourIndexView(IndexView):
    """Newest first; the ways in and out at the head."""

    def get_base_queryset(self) -> QuerySet[Honour]:
        return super().get_base_queryset().select_related("holder__unit")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button("导入", reverse("honour_register:import"), icon_name="upload", priority=20),
            Button("导出", reverse("honour_register:export"), icon_name="download", priority=30),
            *super().header_more_buttons,
        ]


def standing_of(honour: Honour) -> str:
    """How an honour stands, in a word."""
    return f"已撤销（{honour.revoked_on.isoformat()}）" if honour.revoked_on else "有效"


class HonourViewSet(SnippetViewSet):
    """Honours, one by one."""

    model = Honour
    icon = "list-ol"
    menu_label = "荣誉名录"
    menu_name = "honours"
    index_view_class = HonourIndexView
    filterset_class = HonourFilterSet
    copy_view_enabled = False
    list_per_page = 50
    search_fields = ["title", "holder__name", "document_number", "issuing_body"]
    search_backend_name = None
    panels = [
        FieldPanel("holder"),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("level")]),
        FieldPanel("issuing_body"),
        MultiFieldPanel(
            [FieldPanel("basis"), FieldPanel("document_number"), FieldPanel("document")],
            heading="依据",
        ),
    ]

    @property
    def list_display(self) -> list[Any]:
        return [
            "title",
            Column("holder", label="获得者", sort_key="holder__pinyin_key"),
            Column("year", label="年度", sort_key="year"),
            Column("get_level_display", label="级别", sort_key="level"),
            Column("document_number", label="文号"),
            Column("get_basis_display", label="依据", sort_key="basis"),
            Column("standing", label="状态", accessor=standing_of),
        ]


class RegisterViewSet(ViewSet):
    """What is done with the register beside writing entries."""

    name = "honour_register"
    url_prefix = "honours"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("import/", views.ImportView.as_view(), name="import"),
            path("template/", views.template, name="template"),
            path("export/", views.ExportView.as_view(), name="export"),
            path("<int:pk>/revoke/", views.RevokeView.as_view(), name="revoke"),
            path("<int:pk>/restore/", views.RestoreView.as_view(), name="restore"),
            path("<int:pk>/join/", views.JoinView.as_view(), name="join"),
        ]
