"""Coming in: for oneself, or for colleagues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.models import Admission, Answer, ForumEventPage, Registration, RegistrationState
from forums.registration import answers as checking
from forums.registration import rules
from forums.registration.actions.locking import locked_admission, readable_event, write_down
from forums.registration.actions.offering import seat_values, settle_locked
from forums.registration.actions.telling import tell
from forums.registration.queries import colleagues_of, phase_of
from forums.registration.seats import Seats
from people.models import User
from portal.queries import readable_pages

MOST_AT_ONCE = 100


@transaction.atomic
def register(*, page_id: int, user: User, answers: Mapping[int, str] | None = None) -> Registration:
    """Register for an event; who is registered already stays as they are.

    Args:
        page_id: the event.
        user: who wants to come.
        answers: to the organiser's questions, by their number.

    Returns:
        the registration: with a seat, in the queue, or waiting for approval.

    Raises:
        NotPossible: no such event for this reader, or registration is not open.
        ValidationError: an answer that is missing or cannot be, by ``question-<number>``.
    """
    page = readable_event(page_id, user)
    admission = locked_admission(page_id)
    now = timezone.now()
    own = Registration.objects.active().filter(page_id=page_id, user=user).first()
    if own is not None:
        return own
    _require_open(page, admission, now)
    given = checking.checked(admission, answers or {})
    seats = settle_locked(admission, page, now).seats
    return _Door(page, admission, seats, now, given).enter(user)


@dataclass(frozen=True)
class GroupResult:
    """What became of a group: registrations made, and those who could not be registered."""

    registrations: list[Registration]
    already: list[User]
    not_for: list[User]


@transaction.atomic
def register_group(
    *,
    page_id: int,
    by: User,
    user_ids: Sequence[int],
    answers: Mapping[int, str] | None = None,
) -> GroupResult:
    """Register teachers of the own unit and those below it, in the order given; each is told.

    Args:
        by: a school administrator.
        user_ids: the teachers.
        answers: given for all of them.

    Raises:
        ReviewRefused: one of them does not belong to the units of ``by``.
        NotPossible: no such event, or registration is not open.
        ValidationError: nobody or too many were named (``people``), or an answer is wrong.
    """
    page = readable_event(page_id, by)
    wanted = list(dict.fromkeys(user_ids))
    if not wanted:
        raise ValidationError({"people": "请选要报名的老师。"})
    if len(wanted) > MOST_AT_ONCE:
        raise ValidationError({"people": f"一次最多报 {MOST_AT_ONCE} 人，请分几次。"})
    known = colleagues_of(by).in_bulk(wanted)
    if len(known) != len(wanted):
        raise ReviewRefused("只能给本单位和下属单位的老师报名。")
    admission = locked_admission(page_id)
    now = timezone.now()
    _require_open(page, admission, now)
    given = checking.checked(admission, answers or {})
    door = _Door(page, admission, settle_locked(admission, page, now).seats, now, given, by)
    standing = Registration.objects.active().filter(page_id=page_id, user__in=wanted)
    present = set(standing.values_list("user_id", flat=True))
    result = GroupResult([], [], [])
    for pk in wanted:
        if pk in present:
            result.already.append(known[pk])
        elif not _may_read(page, known[pk]):
            result.not_for.append(known[pk])
        else:
            result.registrations.append(door.enter(known[pk]))
    return result


def _may_read(page: ForumEventPage, user: User) -> bool:
    return readable_pages(user, ForumEventPage.objects.filter(pk=page.pk)).exists()


def _require_open(page: ForumEventPage, admission: Admission, now: datetime) -> None:
    answer = rules.may_register(phase_of(page, admission, now))
    if admission.state == Admission.State.STOPPED and not answer:
        raise NotPossible("主办人暂停了报名。")
    if not answer:
        raise NotPossible(answer.reason)


@dataclass
class _Door:
    """Lets people in, one after the other, behind the event's lock.

    Attributes:
        seats: what is free; everybody before who could have a seat was offered it.
        given: the answers; ``by``: who registers others.
    """

    page: ForumEventPage
    admission: Admission
    seats: Seats
    now: datetime
    given: Mapping[int, str]
    by: User | None = None

    def enter(self, user: User) -> Registration:
        """Give somebody the next number and, where there is one, a seat."""
        by = self.by if self.by is not None and self.by.pk != user.pk else None
        registration = Registration(
            page=self.page,
            user=user,
            unit=user.unit,
            number=self.admission.next_number,
            state=RegistrationState.PENDING,
            registered_at=self.now,
            registered_by=by,
        )
        if not self.admission.needs_approval:
            self._seat_or_queue(registration)
        self.admission.next_number += 1
        self.admission.save(update_fields=["next_number"])
        registration.save()
        note = f"由{by.name}代报" if by else ""
        write_down(registration, "register", "", at=self.now, by=by or user, note=note)
        self._keep_answers(registration)
        if by:
            state = registration.get_state_display()
            tell(registration, self.page, f"{by.name}替您报了名：{state}。去不了可以自己取消。")
        return registration

    def _seat_or_queue(self, registration: Registration) -> None:
        seat = self.seats.seat_for(registration.unit.path if registration.unit else "")
        if seat is None:
            registration.state = RegistrationState.WAITING
            return
        self.seats = self.seats.with_taken(seat)
        registration.state = RegistrationState.ADMITTED
        registration.seat_from_id = seat.quota
        for name, value in seat_values(self.admission, self.page, self.now).items():
            setattr(registration, name, value)

    def _keep_answers(self, registration: Registration) -> None:
        if answers := {pk: text for pk, text in self.given.items() if text}:
            Answer.objects.bulk_create(
                Answer(registration=registration, question_id=pk, text=text)
                for pk, text in answers.items()
            )
