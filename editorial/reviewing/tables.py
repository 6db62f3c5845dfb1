"""The tables of the editorial office in the admin, for site administrators."""

from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet

from editorial.models import ReturnReason, ReviewDepth
from editorial.workdays.hooks import SiteAdminPolicy
from people.models import User


class EditOnlyPolicy(SiteAdminPolicy):
    """Rows that are there by themselves: changed, never added or removed."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in ("change", "view") and super().user_has_permission(user, action)


class ReviewDepthViewSet(ModelViewSet):
    model = ReviewDepth
    name = "review_depths"
    icon = "tasks"
    menu_label = "审稿深度"
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 50
    form_fields = ["school", "first", "second", "final"]
    list_display = [
        "kind_name",
        Column("get_audience_display", label="范围"),
        *(BooleanColumn(step, label=label) for step, label in ReviewDepth.STEPS.items()),
    ]
    permission_policy = EditOnlyPolicy(ReviewDepth)


class ReturnReasonViewSet(ModelViewSet):
    model = ReturnReason
    name = "return_reasons"
    icon = "list-ul"
    menu_label = "退稿理由"
    menu_order = 620
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["code", "label", "advice", "is_active", "order"]
    list_display = ["label", "code", "advice", BooleanColumn("is_active", label="使用中")]
    permission_policy = SiteAdminPolicy(ReturnReason)


@hooks.register("register_admin_viewset")
def register_tables() -> list[ModelViewSet]:
    """Show the tables below 设置."""
    return [ReviewDepthViewSet(), ReturnReasonViewSet()]
