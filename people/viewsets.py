"""Accounts, units and subjects in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets import Button
from wagtail.search.backends import get_search_backend
from wagtail.users.views import users as wagtail_users

from people.admin_forms import AccountForm, UnitForm
from people.models import Subject, Unit, User
from people.permissions import may_edit_account, may_give_roles, may_reset_factor
from people.rules import normalise_phone
from people.views import ImportViewSet

MOST_HITS = 500


class ActingPersonMixin:
    """Give the form the person at work, and show what an action refuses beside the fields."""

    request: HttpRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user}  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            form.add_error(None, error)
            # What Wagtail's post() prepares for a form that was invalid from the start.
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class AccountIndexView(wagtail_users.IndexView):
    # Without Wagtail's bulk actions: they assign groups and delete past ``people.actions``.
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(wagtail_users.UserColumn)(
                "name", label="姓名", sort_key="name", get_url=self.get_edit_url
            ),
            Column("staff_number", label="工号", sort_key="staff_number"),
            Column("unit", label="单位"),
            Column("masked_phone", label="手机号"),
            BooleanColumn("is_active", label="启用", sort_key="is_active"),
            DateColumn("last_login", label="最近登录", sort_key="last_login"),
        ]

    def search_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Find by name and number in the index; by phone and unit, which it lacks, in the table."""
        if not self.is_searching:
            return queryset
        typed = self.search_query
        engine = get_search_backend(self.search_backend_name)
        hits = [user.pk for user in engine.autocomplete(typed, User)[:MOST_HITS]]
        found = Q(pk__in=hits) | Q(staff_number__icontains=typed)
        found |= Q(teacher_profile__unit__name__icontains=typed)
        digits = normalise_phone(typed)
        if digits.isdigit():
            found |= Q(phone__contains=digits)
        return queryset.filter(found)

    def get_base_queryset(self) -> QuerySet[User]:
        queryset: QuerySet[User] = super().get_base_queryset()
        return queryset.select_related("teacher_profile__unit")

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering, "staff_number")
        ordered: QuerySet[User] = super().order_queryset(queryset)
        return ordered


class AccountCreateView(ActingPersonMixin, wagtail_users.CreateView):
    pass


class AccountEditView(ActingPersonMixin, wagtail_users.EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not self._may(request.user):
            raise PermissionDenied("您不能修改这个账号。")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the way to take a lost second factor off the account."""
        buttons = list(super().header_more_buttons)
        actor = self.request.user
        if actor.pk != self.object.pk and may_reset_factor(actor, self.object):
            url = reverse("reset_second_factor", args=[self.object.pk])
            buttons.append(Button("重设两步验证", url=url, icon_name="key", priority=30))
        return buttons

    def _may(self, user: User) -> bool:
        return may_edit_account(user, self.object) or may_give_roles(user, self.object)


class AccountViewSet(wagtail_users.UserViewSet):
    menu_label = "账号"
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    index_template_name = "wagtailadmin/generic/index.html"
    index_results_template_name = "wagtailadmin/generic/index_results.html"
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        return AccountForm


class UnitCreateView(ActingPersonMixin, generic.CreateView):
    pass


class UnitEditView(ActingPersonMixin, generic.EditView):
    pass


class UnitViewSet(ModelViewSet):
    model = Unit
    name = "units"
    icon = "group"
    menu_label = "单位"
    add_view_class = UnitCreateView
    edit_view_class = UnitEditView
    copy_view_enabled = False
    add_to_reference_index = False
    ordering = "path"
    list_per_page = 100
    list_display = [
        "indented_name",
        "code",
        Column("get_kind_display", label="类别"),
        Column("get_stage_display", label="学段"),
        BooleanColumn("is_active", label="启用"),
    ]
    list_filter = ["kind", "stage", "is_active"]

    def get_form_class(self, for_update: bool = False) -> type[UnitForm]:
        return UnitForm


class SubjectViewSet(ModelViewSet):
    model = Subject
    name = "subjects"
    icon = "list-ul"
    menu_label = "学科"
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["name", "sort_order"]
    list_display = ["name", "sort_order"]
    search_fields = ["name"]
    search_backend_name = None


class DirectoryGroup(ModelViewSetGroup):
    menu_label = "单位与人员"
    menu_icon = "group"
    menu_order = 590
    items = (UnitViewSet(), SubjectViewSet(), ImportViewSet())
