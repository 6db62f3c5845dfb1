"""Going out again."""

from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.models import Registration, RegistrationState
from forums.registration import rules
from forums.registration.actions.locking import locked_registration, move
from forums.registration.actions.offering import settle_locked
from forums.registration.actions.telling import tell
from forums.registration.queries import organises
from people.models import User
from people.roles import Role, in_scope


@transaction.atomic
def cancel(*, registration_id: int, by: User, reason: str = "") -> Registration:
    """Cancel a registration; a seat that becomes free goes to the next. Again changes nothing.

    Args:
        by: whose it is, the administrator over their unit, or whoever runs the event; the person
            is told by whom and why.

    Raises:
        NotPossible: the event has begun, or it is nothing that ``by`` may know of.
    """
    now = timezone.now()
    admission, registration = locked_registration(registration_id)
    _require_right(registration, by)
    if not registration.is_active:
        return registration
    answer = rules.may_leave(starts_at=registration.page.starts_at, now=now)
    if not answer:
        raise NotPossible(answer.reason)
    move(
        registration,
        RegistrationState.CANCELLED,
        "cancel",
        at=now,
        by=by,
        note=reason,
        cancelled_at=now,
        reason=reason[:200],
        seat_from=None,
        offered_until=None,
    )
    if by.pk != registration.user_id:
        why = f"，理由：{reason}" if reason else ""
        tell(registration, registration.page, f"{by.name}取消了您的报名{why}。")
    settle_locked(admission, registration.page, now)
    return registration


def _require_right(registration: Registration, by: User) -> None:
    if registration.user_id == by.pk or organises(by, registration.page):
        return
    if registration.unit is not None and in_scope(by, Role.SCHOOL_ADMIN, registration.unit):
        return
    if registration.registered_by_id == by.pk:
        raise ReviewRefused("这位老师已经不在您管理的单位，请由本人取消。")
    raise NotPossible("没有这条报名。")
