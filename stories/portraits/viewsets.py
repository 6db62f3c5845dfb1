"""The register of exemplary teachers in the admin: the list, the form, the chooser."""

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import URLPattern, path
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from stories.models import Exemplar
from stories.portraits import admin_views as views
from stories.portraits.forms import ExemplarForm
from stories.portraits.queries import shown_exemplars


class ExemplarFilterSet(WagtailFilterSet):
    """By stage, and whether anyone may see them."""

    shown = django_filters.ChoiceFilter(
        label="公开",
        choices=[("yes", "公开"), ("no", "不公开")],
        method="filter_shown",
        empty_label="全部",
    )

    class Meta:
        model = Exemplar
        fields = ["stage", "shown"]

    def filter_shown(self, people: Any, name: str, value: str) -> Any:
        """Keep those whom anyone may see, or the others."""
        shown = shown_exemplars().filter(pk=OuterRef("pk"))
        return people.filter(Exists(shown) if value == "yes" else ~Exists(shown))


class ExemplarIndexView(IndexView):
    """By pinyin, with the numbers of stories and honours, and whether the person is public."""

    def get_base_queryset(self) -> QuerySet[Exemplar]:
        people = super().get_base_queryset().select_related("unit")
        in_force = Count("honours", filter=Q(honours__revoked_on=None), distinct=True)
        return people.annotate(
            is_shown=Exists(shown_exemplars().filter(pk=OuterRef("pk"))),
            number_of_honours=in_force,
        )


class ExemplarViewSet(SnippetViewSet):
    """Persons, one by one."""

    model = Exemplar
    icon = "user"
    menu_label = "榜样教师"
    menu_name = "exemplars"
    index_view_class = ExemplarIndexView
    filterset_class = ExemplarFilterSet
    copy_view_enabled = False
    list_per_page = 50
    search_fields = ["name", "unit__name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("name"), FieldPanel("sort_name")]),
                    FieldPanel("unit"),
                    FieldRowPanel([FieldPanel("stage"), FieldPanel("subject")]),
                    FieldPanel("title"),
                    FieldPanel("staff_number"),
                ],
                heading="人物",
            ),
            MultiFieldPanel([FieldPanel("portrait"), FieldPanel("introduction")], heading="人物页"),
        ],
        base_form_class=ExemplarForm,
    )

    @property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("unit", label="单位"),
            Column("get_stage_display", label="学段"),
            Column("subject", label="学科"),
            Column("number_of_honours", label="有效荣誉"),
            BooleanColumn("is_shown", label="公开"),
        ]


class PeopleViewSet(ViewSet):
    """What is done with a person beside writing the entry."""

    name = "exemplar_register"
    url_prefix = "exemplars"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<int:pk>/consent/", views.ConsentView.as_view(), name="consent"),
            path("<int:pk>/merge/", views.MergeView.as_view(), name="merge"),
        ]
