"""The word lists in the admin."""

from typing import Any

from django.db import IntegrityError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from editorial.models import ListedWord, WordList
from editorial.words.forms import ListedWordForm
from editorial.words.views import DownloadView, ImportView, TemplateView
from people.permissions import is_site_admin


class ListedWordIndexView(generic.IndexView):
    """The words of all lists."""

    def get_base_queryset(self) -> QuerySet[ListedWord]:
        queryset: QuerySet[ListedWord] = super().get_base_queryset()
        return queryset.select_related("word_list")


class OnceMixin:
    """Tell the later of two people who store the same word at the same moment."""

    def form_valid(self, form: ListedWordForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            form.add_error("word", "这张词表里刚刚有人加了这个词。")
            # What Wagtail's post() prepares for a form that was invalid from the start.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class ListedWordCreateView(OnceMixin, generic.CreateView):
    """A new word."""


class ListedWordEditView(OnceMixin, generic.EditView):
    """Another spelling, level or note."""


class ListedWordViewSet(ModelViewSet):
    """Words one by one."""

    model = ListedWord
    name = "listed_words"
    icon = "list-ul"
    menu_label = "词语"
    index_view_class = ListedWordIndexView
    add_view_class = ListedWordCreateView
    edit_view_class = ListedWordEditView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    list_display = [
        "word",
        Column("get_level_display", label="级别"),
        "replacement",
        "word_list",
        "updated_at",
    ]
    list_filter = ["word_list", "level"]
    search_fields = ["word", "replacement", "note"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[ListedWordForm]:
        return ListedWordForm


class WordListIndexView(generic.IndexView):
    """The lists with how many words they have."""

    @cached_property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("word_count", label="词数")]

    def get_base_queryset(self) -> QuerySet[WordList]:
        queryset: QuerySet[WordList] = super().get_base_queryset()
        return queryset.annotate(word_count=Count("words"))

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Add the download."""
        url = reverse("word_import:download", args=[instance.pk])
        return [*super().get_list_more_buttons(instance), Button("导出 Excel", url=url)]


class WordListViewSet(ModelViewSet):
    """The lists."""

    model = WordList
    name = "word_lists"
    icon = "clipboard-list"
    menu_label = "词表"
    index_view_class = WordListIndexView
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["name", "is_active"]
    list_display = ["name", "is_active", "updated_at"]
    search_fields = ["name"]
    search_backend_name = None


class _ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and is_site_admin(request.user)


class ImportViewSet(ViewSet):
    """Import from Excel."""

    name = "word_import"
    url_prefix = "word-import"
    icon = "upload"
    menu_label = "导入词表"
    menu_item_class = _ImportMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ImportView.as_view(), name="index"),
            path("template/", TemplateView.as_view(), name="template"),
            path("<int:pk>/download/", DownloadView.as_view(), name="download"),
        ]


class WordsGroup(ModelViewSetGroup):
    """Everything about word lists below one entry of the menu."""

    menu_label = "检查词表"
    menu_icon = "list-ul"
    menu_order = 595
    items = (WordListViewSet(), ListedWordViewSet(), ImportViewSet())
