"""What Wagtail's admin shows of the catalogue; ``reading.wagtail_hooks`` imports it."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from reading.catalogue.actions import APPROVED, IMPORTED, MERGED
from reading.catalogue.viewsets import WorkViewSet

register_snippet(WorkViewSet)


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Name in the log what editors do to the catalogue."""
    registry.register_action(APPROVED, "图书入目录", "确认了补充的图书")
    registry.register_action(MERGED, "合并图书", "并入了另一条图书")
    registry.register_action(IMPORTED, "导入书目", "从表格导入图书")
