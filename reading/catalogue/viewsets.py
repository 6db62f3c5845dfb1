"""The catalogue in the admin: the books, and the place where editors tidy it up."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from people.roles import Role, has_role
from reading.catalogue import admin_views as views
from reading.catalogue.queries import LACKS, kinds_for, waiting_first
from reading.models import Work


class WorkFilterSet(WagtailFilterSet):
    """By state, kind and what is missing."""

    lacks = django_filters.ChoiceFilter(
        label="缺什么",
        choices=[(value, label) for value, (label, _) in LACKS.items()],
        method="filter_lacks",
    )

    class Meta:
        model = Work
        fields = ["state", "kind", "is_classic", "kind_set_by_editor"]

    def filter_lacks(self, works: QuerySet[Work], name: str, value: str) -> QuerySet[Work]:
        """Keep the books that lack something."""
        return LACKS[value][1](works)


class KindColumn(Column):
    """The kind with the reason for it."""

    def get_value(self, instance: Work) -> str:
        verdict = kinds_for(instance)
        return format_html('<span title="{}">{}</span>', verdict.reason, verdict.proposed.label)


class IsbnColumn(Column):
    """The ISBNs of all editions."""

    def get_value(self, instance: Work) -> str:
        return "，".join(each.isbn for each in instance.editions.all() if each.isbn) or "—"


class WorkIndexView(IndexView):
    """Proposed books come first; merged ones only where they are asked for."""

    def get_base_queryset(self) -> QuerySet[Work]:
        works = super().get_base_queryset().prefetch_related("editions")
        if self.request.GET.get("state") != Work.State.MERGED:
            works = works.exclude(state=Work.State.MERGED)
        return works

    def order_queryset(self, queryset: QuerySet[Work]) -> QuerySet[Work]:
        if not self.request.GET.get("ordering"):
            return waiting_first(queryset)
        return super().order_queryset(queryset)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button("整理", reverse("catalogue:index"), icon_name="clipboard-list", priority=10),
            Button("导入", reverse("catalogue:import"), icon_name="upload", priority=20),
            Button("导出", reverse("catalogue:export"), icon_name="download", priority=30),
            *super().header_more_buttons,
        ]


class WorkChooserViewSet(SnippetChooserViewSet):
    """Books to choose from on an editor's form."""

    def get_object_list(self) -> QuerySet[Work]:
        return self.model.objects.exclude(state=Work.State.MERGED)


class WorkViewSet(SnippetViewSet):
    """Books, one by one."""

    model = Work
    icon = "openquote"
    menu_label = "书目"
    # Of two entries whose names begin alike, the admin's menu marks both.
    menu_name = "books"
    menu_order = 570
    add_to_admin_menu = True
    index_view_class = WorkIndexView
    chooser_viewset_class = WorkChooserViewSet
    filterset_class = WorkFilterSet
    copy_view_enabled = False
    list_per_page = 50

    @property
    def list_display(self) -> list[Any]:
        return [
            "title",
            "authors",
            KindColumn("kind", label="类别"),
            Column("clc", label="分类号"),
            IsbnColumn("isbn", label="ISBN"),
            Column("get_state_display", label="状态", sort_key="state"),
        ]


class CleanUpMenuItem(MenuItem):
    """For those who decide on books."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.EDITOR, Role.CHIEF_EDITOR)


class CleanUpViewSet(ViewSet):
    """What waits, what is probably double, import and export."""

    name = "catalogue"
    url_prefix = "catalogue"
    menu_label = "书目整理"
    menu_name = "clean-up-books"
    icon = "clipboard-list"
    menu_order = 571
    menu_item_class = CleanUpMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", views.CleanUpView.as_view(), name="index"),
            path("<int:pk>/approve/", views.approve, name="approve"),
            path("merge/", views.merge, name="merge"),
            path("<int:pk>/merge/", views.MergeView.as_view(), name="merge_into"),
            path("import/", views.ImportView.as_view(), name="import"),
            path("template/", views.template, name="template"),
            path("export/", views.export, name="export"),
        ]
