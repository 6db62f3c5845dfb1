"""What Wagtail's admin shows of the passages; ``reading.wagtail_hooks`` imports it."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from reading.passages.importing import IMPORTED
from reading.passages.viewsets import PassagesGroup


@hooks.register("register_admin_viewset")
def register_passages() -> PassagesGroup:
    """每天读段 in the menu."""
    return PassagesGroup()


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Name the import in the log."""
    registry.register_action(IMPORTED, "导入读段", "从 Excel 导入读段")
