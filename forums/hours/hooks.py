"""Hours in the menu of the desk, in the admin, and as a reason for a session to stay."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet

from editorial.desk.menu import MENU_HOOK
from editorial.workdays.hooks import SiteAdminPolicy
from forums.models import HoursCeiling


@hooks.register(MENU_HOOK, order=22)
def menu_entries(request: HttpRequest) -> list[tuple[str, str, str]]:
    """学时 for everybody. Queries: 0."""
    return [("学时", reverse("hours:own"), "hourglass")]


class CeilingViewSet(ModelViewSet):
    """The district's ceilings, row by row with their dates."""

    model = HoursCeiling
    name = "hours_ceilings"
    icon = "order"
    menu_label = "学时上限"
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["per", "quarters", "since", "until", "basis"]
    list_display = ["__str__", "since", "until", "basis"]
    list_filter = ["per"]
    search_fields = ["basis"]
    search_backend_name = None
    permission_policy = SiteAdminPolicy(HoursCeiling)


@hooks.register("register_admin_viewset")
def ceilings_viewset() -> CeilingViewSet:
    """学时上限 among the settings."""
    return CeilingViewSet()
