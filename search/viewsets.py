"""The lists that editors keep for the search, in the admin."""

from django.db import IntegrityError
from django.forms import Textarea
from django.http import HttpResponse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from search.models import DictionaryWord, SynonymGroup


class _OnceMixin:
    """Tell the later of two people who store the same word at the same moment."""

    def form_valid(self, form: WagtailAdminModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except IntegrityError:
            form.add_error("word", "刚刚有人加了这个词。")
            # What Wagtail's post() prepares for a form that was invalid from the start.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class DictionaryWordCreateView(_OnceMixin, generic.CreateView):
    """A new term."""


class DictionaryWordEditView(_OnceMixin, generic.EditView):
    """Another spelling or note."""


class DictionaryWordViewSet(ModelViewSet):
    """Terms of the district."""

    model = DictionaryWord
    name = "search_words"
    icon = "list-ul"
    menu_label = "检索用语"
    add_view_class = DictionaryWordCreateView
    edit_view_class = DictionaryWordEditView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    panels = [FieldPanel("word"), FieldPanel("note")]
    list_display = ["word", "note"]
    search_fields = ["word", "note"]
    search_backend_name = None


class SynonymGroupViewSet(ModelViewSet):
    """Words that mean the same."""

    model = SynonymGroup
    name = "search_synonyms"
    icon = "group"
    menu_label = "同义词"
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    panels = [FieldPanel("words", widget=Textarea(attrs={"rows": 3})), FieldPanel("note")]
    list_display = ["words", "note"]
    search_fields = ["words", "note"]
    search_backend_name = None


class SearchListsGroup(ModelViewSetGroup):
    """Both lists below one entry of the menu."""

    menu_label = "检索词表"
    menu_icon = "search"
    menu_order = 596
    items = (DictionaryWordViewSet(), SynonymGroupViewSet())
