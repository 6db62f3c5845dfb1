"""What Wagtail's admin shows of the word lists; ``editorial.wagtail_hooks`` imports it."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from editorial.words.actions import IMPORTED
from editorial.words.viewsets import WordsGroup


@hooks.register("register_admin_viewset")
def register_words() -> WordsGroup:
    """The word lists in the menu."""
    return WordsGroup()


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Name the import in the log."""
    registry.register_action(IMPORTED, "导入词表", "从 Excel 导入词语")
