from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views import account
from wagtail.log_actions import LogActionRegistry, LogFormatter

from people.audit.wagtail_menu import trail_menu_item, trail_urls
from people.colleagues import COLLEAGUES_HOOK, Circle, circles_by_unit
from people.consent_viewset import ConsentViewSet
from people.models import Unit, User
from people.personal.declared import of_people
from people.personal.holdings import PERSONAL_DATA_HOOK, Holding
from people.second_factor.views import ResetView
from people.viewsets import DirectoryGroup
from search.models import EntryKind
from search.names import NAMES_HOOK, Name


@hooks.register("register_admin_viewset")
def register_directory() -> DirectoryGroup:
    return DirectoryGroup()


@hooks.register("register_admin_viewset")
def register_consents() -> ConsentViewSet:
    return ConsentViewSet()


@hooks.register(PERSONAL_DATA_HOOK)
def personal_data() -> list[Holding]:
    return of_people()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    reset = path("users/<int:pk>/second-factor/", ResetView.as_view(), name="reset_second_factor")
    return [*trail_urls(), reset]


@hooks.register("register_reports_menu_item")
def register_trail() -> MenuItem:
    return trail_menu_item()


@hooks.register(NAMES_HOOK)
def names_of_units() -> Iterator[Name]:
    """The units in use, for the search. Queries: 1."""
    for name in Unit.objects.filter(is_active=True).values_list("name", flat=True):
        yield Name(name, EntryKind.UNIT)


@hooks.register(COLLEAGUES_HOOK)
def colleagues_by_unit(user_ids: Collection[int]) -> dict[int, list[Circle]]:
    """Whoever works in the same unit. Queries: 2."""
    return circles_by_unit(user_ids)


@hooks.register("before_bulk_action")
def refuse_bulk_actions_on_accounts(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Keep the roads to roles and accounts to one: Wagtail's bulk views know no rules of ours."""
    if action.model is User:
        raise PermissionDenied("账号请逐个修改。")


@hooks.register("before_delete_user")
def refuse_deleting_accounts(request: HttpRequest, user: User) -> None:
    """Accounts are switched off, never deleted: the record of decisions names them."""
    raise PermissionDenied("账号不能删除，请改为停用。")


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    registry.register_action("people.create", "新建账号", "新建账号")
    registry.register_action("people.update", "修改账号", "修改账号信息")
    registry.register_action("people.password.initial", "发放初始密码", "发放初始密码")
    registry.register_action("people.password.change", "修改密码", "本人修改密码")
    registry.register_action("people.factor.reset", "重设两步验证", "重设两步验证")
    registry.register_action("people.unit.create", "新建单位", "新建单位")
    registry.register_action("people.import", "导入人员", "从 Excel 导入单位和人员")
    registry.register_action("people.unit.update", "修改单位", "修改单位")
    registry.register_action("people.consent.record", "登记同意", "登记本人同意")
    registry.register_action("people.consent.withdraw", "撤回同意", "撤回本人同意")
    registry.register_action("people.consent.evidence", "附同意书", "附同意书扫描件")

    @registry.register_action("people.role.grant")
    class GrantFormatter(LogFormatter):
        label = "授予角色"

        def format_message(self, log_entry: Any) -> str:
            return f"授予角色 {_role_in_words(log_entry.data)}"

    @registry.register_action("people.role.revoke")
    class RevokeFormatter(LogFormatter):
        label = "收回角色"

        def format_message(self, log_entry: Any) -> str:
            return f"收回角色 {_role_in_words(log_entry.data)}"

    @registry.register_action("people.move")
    class MoveFormatter(LogFormatter):
        label = "调动"

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            return f"{data['on']} 起由{data['from']}调到{data['to']}"


def _role_in_words(data: dict[str, str]) -> str:
    return f"{data['role']}（{data['unit']}）" if data["unit"] else data["role"]


def _never(panel: object) -> bool:
    return False


# Wagtail offers no switch for these two. Name and address are the district's data and change in
# the account form; a profile picture would be a public upload past the checks of ``media``.
account.NameEmailSettingsPanel.is_active = _never
account.AvatarSettingsPanel.is_active = _never
