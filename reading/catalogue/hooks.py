"""What Wagtail's admin shows of the catalogue; ``reading.wagtail_hooks`` imports it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from reading.catalogue.actions import APPROVED, IMPORTED, MERGED
from reading.catalogue.queries import named_somewhere
from reading.catalogue.viewsets import CleanUpViewSet, WorkViewSet
from reading.models import Work

register_snippet(WorkViewSet)


@hooks.register("register_admin_viewset")
def register_clean_up() -> CleanUpViewSet:
    """书目整理 in the menu."""
    return CleanUpViewSet()


@hooks.register("register_log_actions")
def register_log_actions(registry: LogActionRegistry) -> None:
    """Name in the log what editors do to the catalogue."""
    registry.register_action(APPROVED, "图书入目录", "确认了补充的图书")
    registry.register_action(MERGED, "合并图书", "并入了另一条图书")
    registry.register_action(IMPORTED, "导入书目", "从表格导入图书")


@hooks.register("before_delete_snippet")
def keep_named_books(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """Say no, instead of failing, where somebody wrote about a book or reads it."""
    works = [each for each in instances if isinstance(each, Work)]
    kept = named_somewhere([work.pk for work in works])
    if not kept:
        return None
    titles = "、".join(str(work) for work in works if work.pk in kept)
    messages.error(request, f"{titles}已经有人在用，不能删除；重复的书请合并。")
    return redirect("wagtailsnippets_reading_work:list")
