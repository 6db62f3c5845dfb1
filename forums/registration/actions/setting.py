"""The organiser sets registration up, changes it, calls the event off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from forums.models import (
    HOLDING,
    Admission,
    ForumEventPage,
    ForumSettings,
    Question,
    Registration,
    RegistrationState,
    UnitSeats,
)
from forums.registration.actions.locking import locked_admission, move, require_organiser
from forums.registration.actions.offering import settle_locked
from forums.registration.actions.telling import tell
from people.models import Unit, User

FIELDS = (
    "state",
    "capacity",
    "opens_at",
    "closes_at",
    "needs_approval",
    "offer_hours",
    "confirm_hours_before",
    "online_link",
    "online_note",
)


@dataclass(frozen=True)
class Kept:
    """Seats kept for a unit, as the organiser types them."""

    unit: Unit
    seats: int
    release_at: datetime


@dataclass(frozen=True)
class Asked:
    """A question, as the organiser types it; ``pk`` of one that is there already."""

    label: str
    kind: str
    options: str = ""
    is_required: bool = False
    pk: int | None = None


@transaction.atomic
def open_admission(*, page_id: int, by: User) -> Admission:
    """Return the admission of an event; it is made with the figures of the district.

    Raises:
        ReviewRefused: ``by`` does not run the event; NotPossible: there is none.
    """
    page = _event(page_id, by)
    figures = ForumSettings.load()
    defaults = {
        "offer_hours": figures.offer_hours,
        "confirm_hours_before": figures.confirm_hours_before,
    }
    return Admission.objects.get_or_create(page=page, defaults=defaults)[0]


@transaction.atomic
def set_admission(
    *,
    page_id: int,
    by: User,
    values: dict[str, object],
    kept: Sequence[Kept],
    questions: Sequence[Asked],
) -> Admission:
    """Set up how people register; seats that this frees go to those who wait.

    A question that was answered is asked no longer, but its answers stay.

    Args:
        values: of ``FIELDS``; those that are not named stay.
        kept: all seats kept for units; questions: all that are asked, in their order.

    Raises:
        ReviewRefused, NotPossible: see ``open_admission``.
        ValidationError: by field: more seats kept than there are, fewer seats than people have, …
    """
    page = _event(page_id, by)
    open_admission(page_id=page_id, by=by)
    admission = locked_admission(page_id)
    for name in FIELDS:
        if name in values:
            setattr(admission, name, values[name])
    _check(admission, page, kept)
    admission.save()
    _keep_seats(admission, kept)
    _ask(admission, questions)
    if page.live:
        settle_locked(admission, page, timezone.now())
    return admission


def _event(page_id: int, by: User) -> ForumEventPage:
    page = ForumEventPage.objects.filter(pk=page_id).first()
    if page is None:
        raise NotPossible("没有这场活动。")
    require_organiser(by, page)
    return page


def _check(admission: Admission, page: ForumEventPage, kept: Sequence[Kept]) -> None:
    problems = _time_problems(admission, page) | _seat_problems(admission, kept)
    if problems:
        raise ValidationError(problems)


def _time_problems(admission: Admission, page: ForumEventPage) -> dict[str, str]:
    opens, closes = admission.opens_at, admission.closes_at
    if opens and closes and closes <= opens:
        return {"closes_at": "报名截止要晚于报名开始。"}
    if page.starts_at and closes and closes > page.starts_at:
        return {"closes_at": "报名截止不能晚于活动开始。"}
    if page.starts_at and opens and opens >= page.starts_at:
        return {"opens_at": "报名开始要早于活动开始。"}
    return {}


def _seat_problems(admission: Admission, kept: Sequence[Kept]) -> dict[str, str]:
    if admission.capacity is None:
        return {"capacity": "给单位留名额，要先写总名额。"} if kept else {}
    held = Registration.objects.filter(page_id=admission.page_id, state__in=HOLDING).count()
    if admission.capacity < held:
        return {"capacity": f"已经有 {held} 人占着名额，总名额不能少于 {held}。"}
    total = sum(row.seats for row in kept)
    if total > admission.capacity:
        return {"kept": f"各单位名额合计 {total}，超过了总名额 {admission.capacity}。"}
    if len({row.unit.pk for row in kept}) < len(kept):
        return {"kept": "同一个单位写了两行，请合成一行。"}
    return {}


def _keep_seats(admission: Admission, kept: Sequence[Kept]) -> None:
    admission.unit_seats.exclude(unit__in=[row.unit.pk for row in kept]).delete()
    for row in kept:
        UnitSeats.objects.update_or_create(
            admission=admission,
            unit=row.unit,
            defaults={"seats": row.seats, "release_at": row.release_at},
        )


def _ask(admission: Admission, questions: Sequence[Asked]) -> None:
    present = {row.pk: row for row in admission.questions.filter(retired_at=None)}
    for order, asked in enumerate(questions):
        row = present.pop(asked.pk, None) if asked.pk else None
        row = row or Question(admission=admission)
        row.label, row.kind, row.options = asked.label, asked.kind, asked.options
        row.is_required, row.order = asked.is_required, order
        row.save()
    for row in present.values():
        if row.answers.exists():
            row.retired_at = timezone.now()
            row.save(update_fields=["retired_at"])
        else:
            row.delete()


@transaction.atomic
def call_off(*, page_id: int, by: User, reason: str) -> int:
    """Say that an event does not take place; whoever registered is told. Again changes nothing.

    Returns:
        how many were told.

    Raises:
        ReviewRefused, NotPossible: see ``open_admission``.
        ValidationError: no reason.
    """
    page = _event(page_id, by)
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因，报名的老师会看到。"})
    open_admission(page_id=page_id, by=by)
    admission = locked_admission(page_id)
    if admission.state == Admission.State.CALLED_OFF:
        return 0
    admission.state = Admission.State.CALLED_OFF
    admission.called_off_reason = reason.strip()[:200]
    admission.save(update_fields=["state", "called_off_reason"])
    now = timezone.now()
    rows = list(Registration.objects.active().filter(page_id=page_id).order_by("number"))
    for row in rows:
        move(
            row,
            RegistrationState.CANCELLED,
            "call_off",
            at=now,
            by=by,
            note=reason.strip(),
            reason="活动取消",
            cancelled_at=now,
            seat_from=None,
            offered_until=None,
        )
        tell(row, page, f"活动取消了：{reason.strip()}")
    return len(rows)
