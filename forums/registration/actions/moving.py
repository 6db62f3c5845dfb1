"""An event moves: whoever registered is told, and asked anew."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from forums.models import Admission, ForumEventPage, Registration
from forums.registration.actions.telling import moment, tell


class WhenAndWhere(NamedTuple):
    """What people planned their day by."""

    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    mode: str


def published_plan(page_id: int) -> WhenAndWhere | None:
    """Return when and where a public event takes place; None for one that is not. Queries: 1."""
    rows = ForumEventPage.objects.filter(pk=page_id, live=True)
    found = rows.values_list(*WhenAndWhere._fields).first()
    return WhenAndWhere(*found) if found else None


@transaction.atomic
def tell_moved(*, page_id: int, before: WhenAndWhere) -> int:
    """Tell whoever registered that time or place changed; a new day is to be confirmed anew.

    Args:
        before: as it was public until now.

    Returns:
        how many were told.
    """
    now = published_plan(page_id)
    if now is None or now == before:
        return 0
    if not Admission.objects.select_for_update().filter(page_id=page_id).exists():
        return 0
    page = ForumEventPage.objects.get(pk=page_id)
    active = Registration.objects.active().filter(page_id=page_id)
    if now.starts_at != before.starts_at:
        active.update(asked_at=None, confirmed_at=None, reminded_at=None)
    rows = list(active.order_by("number"))
    for row in rows:
        tell(row, page, f"时间或地点有变动，现在是：{_in_words(page)}。来不了请取消报名。")
    return len(rows)


def _in_words(page: ForumEventPage) -> str:
    when = moment(page.starts_at) if page.starts_at else "时间待定"
    return "，".join(part for part in (when, page.place, page.get_mode_display()) if part)
