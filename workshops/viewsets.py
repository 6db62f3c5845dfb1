"""The office's tables in the admin: years and indicators."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies.base import BasePermissionPolicy

from people.models import User
from people.roles import has_role, users_with_role
from workshops.access import OFFICE
from workshops.models import Indicator, WorkshopYear


def is_in_use(instance: Any) -> bool:
    """Whether plans or dossiers rest on a year. Queries: at most 3."""
    return isinstance(instance, WorkshopYear) and (
        instance.plans.exists() or instance.dossiers.exists() or instance.plan_pages.exists()
    )


class OfficePolicy(BasePermissionPolicy):
    """Everything for editors and chief editors but deleting years in use."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return has_role(user, *OFFICE)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        return has_role(user, *OFFICE) and not (action == "delete" and is_in_use(instance))

    def users_with_any_permission(self, actions: list[str]) -> Any:
        return users_with_role(OFFICE[0]) | users_with_role(OFFICE[1])


class KeptDeleteView(generic.DeleteView):
    """Delete a year on which nothing rests; of others, say why it stays."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_role(request.user, *OFFICE) and is_in_use(self.get_object()):
            messages.error(request, f"“{self.object}”已经有计划或档案，不能删除。")
            return redirect(self.index_url_name)
        return super().dispatch(request, *args, **kwargs)


class WorkshopYearViewSet(ModelViewSet):
    """From when to when, and by when dossiers are due."""

    model = WorkshopYear
    name = "workshop_years"
    icon = "calendar-alt"
    menu_label = "工作坊年度"
    panels = [FieldPanel(name) for name in ("name", "starts_on", "ends_on", "due_on")]
    list_display = ["name", "starts_on", "ends_on", "due_on"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False
    delete_view_class = KeptDeleteView
    permission_policy = OfficePolicy(WorkshopYear)


class IndicatorViewSet(ModelViewSet):
    """What dossiers are assessed by."""

    model = Indicator
    name = "workshop_indicators"
    icon = "list-ol"
    menu_label = "评议指标"
    panels = [
        FieldPanel("name"),
        FieldPanel("explanation"),
        FieldPanel("weight"),
        FieldPanel("level_lines"),
        FieldPanel("years", widget=CheckboxSelectMultiple),
        FieldPanel("order"),
    ]
    list_display = ["name", "weight", "order"]
    search_fields = ["name"]
    search_backend_name = None
    add_to_reference_index = False
    permission_policy = OfficePolicy(Indicator)


class WorkshopsGroup(ModelViewSetGroup):
    """Both below one entry of the menu."""

    menu_label = "工作坊"
    menu_icon = "group"
    menu_order = 240
    items = (WorkshopYearViewSet(), IndicatorViewSet())
