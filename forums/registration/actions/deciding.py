"""The organiser lets people in, or does not."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from forums.models import Admission, ForumEventPage, Registration, RegistrationState
from forums.registration.actions.locking import locked_admission, move, require_organiser
from forums.registration.actions.offering import seat_values, settle_locked
from forums.registration.actions.telling import tell
from people.models import User


@transaction.atomic
def approve(*, page_id: int, by: User, registration_ids: Sequence[int]) -> list[Registration]:
    """Let people in, in the order in which they registered: with a seat, or into the queue.

    Those that do not wait for approval any more stay as they are.

    Returns:
        whom this let in.

    Raises:
        ReviewRefused: ``by`` does not run the event; NotPossible: it takes no registrations.
    """
    now = timezone.now()
    admission, page = _led(page_id, by)
    seats = settle_locked(admission, page, now).seats
    rows = _pending(page_id, registration_ids)
    for row in rows:
        path = row.unit.path if row.unit else ""
        seat = seats.seat_for(path)
        if seat is None:
            move(row, RegistrationState.WAITING, "approve", at=now, by=by)
            tell(row, page, "您的报名通过了，现在名额已满，先排在候补里，有名额会通知您。")
        else:
            seats = seats.with_taken(seat)
            values = seat_values(admission, page, now) | {"seat_from_id": seat.quota}
            move(row, RegistrationState.ADMITTED, "approve", at=now, by=by, **values)
            tell(row, page, "您的报名通过了，名额已经留好。")
    return rows


@transaction.atomic
def refuse(
    *, page_id: int, by: User, registration_ids: Sequence[int], reason: str
) -> list[Registration]:
    """Do not let people in; each is told why.

    Raises:
        ReviewRefused, NotPossible: see ``approve``.
        ValidationError: no reason.
    """
    now = timezone.now()
    _, page = _led(page_id, by)
    if not reason.strip():
        raise ValidationError({"reason": "请写一句理由，报名的老师会看到。"})
    rows = _pending(page_id, registration_ids)
    for row in rows:
        move(
            row,
            RegistrationState.REFUSED,
            "refuse",
            at=now,
            by=by,
            note=reason,
            reason=reason.strip()[:200],
            cancelled_at=now,
        )
        tell(row, page, f"您的报名没有通过：{reason.strip()}")
    return rows


def _led(page_id: int, by: User) -> tuple[Admission, ForumEventPage]:
    page = ForumEventPage.objects.filter(pk=page_id).first()
    if page is None:
        raise NotPossible("没有这场活动。")
    require_organiser(by, page)
    return locked_admission(page_id), page


def _pending(page_id: int, ids: Sequence[int]) -> list[Registration]:
    rows = Registration.objects.filter(
        page_id=page_id, pk__in=list(ids), state=RegistrationState.PENDING
    )
    return list(rows.select_related("unit").order_by("number"))
