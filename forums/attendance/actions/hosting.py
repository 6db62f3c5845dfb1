"""The organiser says who keeps the door, and what happens to those without a place."""

from django.core.exceptions import ValidationError
from django.db import transaction

from forums.attendance.access import page_for_host
from forums.models import Door, EventHost
from people.models import User


@transaction.atomic
def add_host(*, page_id: int, by: User, staff_number: str) -> EventHost:
    """Name somebody who keeps the door of an event; again changes nothing.

    Args:
        by: organises the event.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``.
        ValidationError: no active account has this number.
    """
    page = page_for_host(by, page_id, organiser=True)
    user = User.objects.by_staff_number(staff_number).filter(is_active=True).first()
    if user is None:
        raise ValidationError({"staff_number": "没有这个工号，请核对。"})
    return EventHost.objects.get_or_create(page=page, user=user, defaults={"added_by": by})[0]


@transaction.atomic
def remove_host(*, page_id: int, by: User, user_id: int) -> None:
    """Let somebody keep the door no longer.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``.
    """
    page = page_for_host(by, page_id, organiser=True)
    EventHost.objects.filter(page=page, user=user_id).delete()


@transaction.atomic
def set_walk_ins(*, page_id: int, by: User, walk_ins: str) -> Door:
    """Say what happens to those who come without a place.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``.
        ValidationError: no value of ``Door.WalkIns``.
    """
    page = page_for_host(by, page_id, organiser=True)
    if walk_ins not in Door.WalkIns.values:
        raise ValidationError({"walk_ins": "请从列出的选项里选一项。"})
    return Door.objects.update_or_create(page=page, defaults={"walk_ins": walk_ins})[0]
