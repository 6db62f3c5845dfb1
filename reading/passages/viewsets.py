"""每天读段 in the admin: the calendar, the pool, the table in and out."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

import reading.converters  # noqa: F401 registers <day:…>
from reading.models import Passage
from reading.passages import admin_views


class PassageViewSet(ModelViewSet):
    """The pool: passages one by one."""

    model = Passage
    name = "passages"
    icon = "openquote"
    menu_label = "段落"
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    list_display = ["__str__", "author", "source", "theme"]
    list_filter = ["theme"]
    search_fields = ["text", "author", "source", "theme"]
    search_backend_name = None
    form_fields = ["text", "author", "source", "theme", "work"]


class _EditorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("reading.change_passageday"))


class PassageCalendarViewSet(ViewSet):
    """The calendar, the import and the export."""

    name = "passage_calendar"
    url_prefix = "passage-calendar"
    icon = "date"
    menu_label = "日历"
    menu_item_class = _EditorsMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", admin_views.MonthView.as_view(), name="index"),
            path("<day:day>/", admin_views.DayView.as_view(), name="day"),
            path("import/", admin_views.ImportView.as_view(), name="import"),
            path("template/", admin_views.ExportView.as_view(empty=True), name="template"),
            path("export/", admin_views.ExportView.as_view(), name="export"),
        ]


class PassagesGroup(ModelViewSetGroup):
    """Both below one entry of the menu."""

    menu_label = "每天读段"
    menu_icon = "date"
    menu_order = 250
    items = (PassageCalendarViewSet(), PassageViewSet())
