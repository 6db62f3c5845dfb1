"""What Wagtail's log says of reading groups; ``reading.wagtail_hooks`` imports it."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from reading.together.actions import NOTE_REMOVED, RECORD_TAKEN


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Name what is logged of a group."""
    registry.register_action(NOTE_REMOVED, "移走共读札记", "领读人移走一条札记")
    registry.register_action(RECORD_TAKEN, "导出共读记录", "成员导出共读记录")
