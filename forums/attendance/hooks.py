"""What other rooms ask of attendance; ``forums.wagtail_hooks`` imports it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from editorial.desk.menu import MENU_HOOK
from forums.attendance.access import may_host
from forums.hooks import EVENT_ATTENDED, SESSION_IN_USE
from forums.models import Attendance, SheetPhoto
from media.models import PortalImage
from media.queries import FILE_VIEWERS_HOOK, StoredFile


@hooks.register(MENU_HOOK, order=21)
def menu_entries(request: HttpRequest) -> list[tuple[str, str, str]]:
    """签到 for everybody. Queries: 0."""
    return [("签到", reverse("checkin:home"), "scan-line")]


@hooks.register(SESSION_IN_USE)
def has_attendance(session_id: int) -> str | None:
    """Say that somebody was there. Queries: at most 2."""
    if Attendance.objects.filter(session=session_id).exists():
        return "已有签到记录"
    if SheetPhoto.objects.filter(session=session_id).exists():
        return "已有签到表照片"
    return None


@hooks.register(EVENT_ATTENDED)
def came_to(page_id: int) -> int | None:
    """Say how many came to at least one session; nothing where nobody was noted. Queries: 1."""
    present = Attendance.objects.present().filter(session__page=page_id)
    return present.order_by().values("user").distinct().count() or None


@hooks.register(FILE_VIEWERS_HOOK)
def sees_sheet(user: Any, file: StoredFile) -> bool:
    """Whether a picture is evidence of an event whose door the person keeps. Queries: 1 to 4."""
    if not isinstance(file, PortalImage):
        return False
    photo = SheetPhoto.objects.filter(image=file).select_related("session__page").first()
    return photo is not None and may_host(user, photo.session.page)
