"""The district's figures in the admin: rules, years, terms and holidays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies.base import BasePermissionPolicy

from people.models import User
from people.roles import Role, has_role, users_with_role
from reading.models import ReadingRecord
from reading.models.programme import Period, ReadingYear, RuleSet

EDITING = (Role.EDITOR, Role.CHIEF_EDITOR)
MOST_SLOTS = 30
FIGURES = (
    "classics",
    "monographs",
    "general",
    "classic_evidence",
    "monograph_evidence",
    "general_evidence",
)
IN_USE = (
    "已有年度按这套规则记下了读完的书，不能再改本数和依据。请用“复制”另建一套，再把它给新的年度。"
)


class EditorsPolicy(BasePermissionPolicy):
    """Everything for editors and chief editors but deleting what years rest on."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return has_role(user, *EDITING)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        if action == "delete" and is_in_use(instance):
            return False
        return has_role(user, *EDITING)

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return users_with_role(Role.EDITOR) | users_with_role(Role.CHIEF_EDITOR)


def is_in_use(instance: Any) -> bool:
    """Whether records or plans rest on a row of the programme. Queries: at most 2."""
    if isinstance(instance, RuleSet):
        return instance.years.exists()
    if isinstance(instance, ReadingYear):
        return instance.planned_books.exists() or _has_records([instance])
    return False


def _has_records(years: Any) -> bool:
    spans = Q(pk=None)
    for year in years:
        spans |= Q(finished_on__range=(year.starts_on, year.ends_on))
    return ReadingRecord.objects.filter(spans, state="finished", counts=True).exists()


class KeptDeleteView(generic.DeleteView):
    """Delete what nothing rests on; of all else, say why it stays."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_role(request.user, *EDITING) and is_in_use(self.get_object()):
            messages.error(request, f"“{self.object}”已经在用，不能删除。")
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class RuleSetForm(WagtailAdminModelForm):
    """The figures of a rule set; fixed once records rest on it."""

    def clean(self) -> dict[str, Any]:
        """Refuse changes that would alter what was said about finished books."""
        cleaned: dict[str, Any] = super().clean()
        for name in ("classics", "monographs", "general"):
            if (cleaned.get(name) or 0) > MOST_SLOTS:
                self.add_error(name, f"最多 {MOST_SLOTS} 本。")
        changed = [name for name in FIGURES if name in self.changed_data]
        if self.instance.pk and changed and _has_records(self.instance.years.all()):
            self.add_error(changed[0], IN_USE)
        return cleaned


class ReadingYearForm(WagtailAdminModelForm):
    """A year that shares no day with another."""

    def clean(self) -> dict[str, Any]:
        """Refuse overlapping years: a book counts in one."""
        cleaned: dict[str, Any] = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last:
            others = ReadingYear.objects.exclude(pk=self.instance.pk)
            other = others.filter(starts_on__lte=last, ends_on__gte=first).first()
            if other:
                span = f"{other.starts_on:%Y-%m-%d} 至 {other.ends_on:%Y-%m-%d}"
                raise ValidationError(f"与“{other.name}”（{span}）重叠，一本书只能算在一个年度里。")
        rule_set = cleaned.get("rule_set")
        if self.instance.pk and "rule_set" in self.changed_data and rule_set:
            before = ReadingYear.objects.filter(pk=self.instance.pk)
            if _has_records(before):
                self.add_error("rule_set", "这个年度已有读完的书，规则不能再换。")
        return cleaned


class RuleSetViewSet(ModelViewSet):
    """How many, and what counts as evidence."""

    model = RuleSet
    name = "programme_rules"
    icon = "list-ol"
    menu_label = "2+N 规则"
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", *FIGURES, "source")], base_form_class=RuleSetForm
    )
    list_display = ["name", "classics", "monographs", "general", "source"]
    search_fields = ["name"]
    search_backend_name = None
    add_to_reference_index = False
    delete_view_class = KeptDeleteView
    permission_policy = EditorsPolicy(RuleSet)


class ReadingYearViewSet(ModelViewSet):
    """From when to when."""

    model = ReadingYear
    name = "programme_years"
    icon = "calendar-alt"
    menu_label = "阅读年度"
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", "starts_on", "ends_on", "rule_set")],
        base_form_class=ReadingYearForm,
    )
    list_display = ["name", "starts_on", "ends_on", Column("rule_set", label="规则")]
    copy_view_enabled = False
    search_fields = ["name"]
    search_backend_name = None
    add_to_reference_index = False
    delete_view_class = KeptDeleteView
    permission_policy = EditorsPolicy(ReadingYear)


class PeriodViewSet(ModelViewSet):
    """Terms and holidays by stage."""

    model = Period
    name = "programme_periods"
    icon = "date"
    menu_label = "学期与假期"
    panels = [FieldPanel(name) for name in ("name", "kind", "stage", "starts_on", "ends_on")]
    list_display = ["name", "kind", "stage", "starts_on", "ends_on"]
    list_filter = ["kind", "stage"]
    search_fields = ["name"]
    search_backend_name = None
    add_to_reference_index = False
    permission_policy = EditorsPolicy(Period)


class ProgrammeGroup(ModelViewSetGroup):
    """All three below one entry of the menu."""

    menu_label = "书房计划"
    menu_icon = "openquote"
    menu_order = 230
    items = (RuleSetViewSet(), ReadingYearViewSet(), PeriodViewSet())
