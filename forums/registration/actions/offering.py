"""Seats on their way through the queue: offered, taken, lapsed, given up, confirmed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from forums.models import (
    Admission,
    ForumEventPage,
    ForumSettings,
    Registration,
    RegistrationState,
)
from forums.registration import rules, tasks
from forums.registration.actions.locking import locked_admission, locked_registration, move
from forums.registration.actions.telling import moment, tell
from forums.registration.queries import seats_of, waiting_of
from forums.registration.seats import Seat, Seats, pass_on
from people.models import User


@transaction.atomic
def settle(*, page_id: int, now: datetime | None = None) -> int:
    """Bring the seats of an event up to date: what lapsed ends, what is free is offered.

    Every action on an event does this behind the same lock; the clock does it in between. Again
    changes nothing.

    Returns:
        how many registrations changed.
    """
    admission = locked_admission(page_id)
    page = ForumEventPage.objects.get(pk=page_id)
    return settle_locked(admission, page, now or timezone.now()).changed


@dataclass(frozen=True)
class Settled:
    """How many registrations changed, and what is free after that."""

    changed: int
    seats: Seats


def settle_locked(admission: Admission, page: ForumEventPage, now: datetime) -> Settled:
    """As ``settle``, for who holds the lock. Queries: ≤ 4, and some for each change."""
    changed = _give_up(admission, page, now)
    seats = seats_of(admission, now)
    if seats.first_offer_ends and seats.first_offer_ends <= now:
        changed += _end_offers(page, now)
        seats = seats_of(admission, now)
    is_called_off = admission.state == Admission.State.CALLED_OFF
    # A full event may have a long queue, and is asked with every registration.
    if seats.is_full or not rules.may_be_passed_on(
        starts_at=page.starts_at, is_called_off=is_called_off, now=now
    ):
        return Settled(changed, seats)
    offers = _pass_on(admission, page, seats, now)
    for seat in offers.values():
        seats = seats.with_taken(seat)
    return Settled(changed + len(offers), seats)


def _end_offers(page: ForumEventPage, now: datetime) -> int:
    over = Registration.objects.filter(
        page_id=page.pk, state=RegistrationState.OFFERED, offered_until__lte=now
    )
    rows = list(over.order_by("number"))
    for row in rows:
        move(row, RegistrationState.LAPSED, "lapse", at=now, seat_from=None)
        tell(row, page, "候补的名额过了保留时间，已经给了后面的老师。想参加可以重新报名。")
    return len(rows)


def _give_up(admission: Admission, page: ForumEventPage, now: datetime) -> int:
    times = confirming_of(admission, page)
    if times is None or now < times.until:
        return 0
    asked = Registration.objects.seated().filter(page_id=page.pk, confirmed_at=None)
    rows = [
        row
        for row in asked.exclude(asked_at=None).order_by("number")
        if rules.is_given_up(times, asked_at=row.asked_at, confirmed_at=None, now=now)
    ]
    for row in rows:
        move(row, RegistrationState.RELEASED, "release", at=now, seat_from=None)
        tell(row, page, "您没有在期限内确认参加，名额已经让出。还想来可以重新报名，看有没有名额。")
    return len(rows)


def _pass_on(
    admission: Admission, page: ForumEventPage, seats: Seats, now: datetime
) -> dict[int, Seat]:
    offers = dict(pass_on(seats, waiting_of(page.pk)))
    if not offers:
        return offers
    rows = Registration.objects.filter(pk__in=offers).order_by("number")
    until = rules.offer_ends(now, admission.offer_hours, page.starts_at)
    for row in rows:
        seat: Seat = offers[row.pk]
        move(
            row,
            RegistrationState.OFFERED,
            "offer",
            at=now,
            offered_until=until,
            seat_from_id=seat.quota,
        )
        tell(row, page, f"有名额了，为您保留到{moment(until)}，请在这之前接受。")
    tasks.settle_later(page.pk, until)
    return offers


def confirming_of(admission: Admission, page: ForumEventPage) -> rules.Confirming | None:
    """Return when people are asked whether they still come. Queries: at most 1."""
    if not admission.confirm_hours_before:
        return None
    notice = ForumSettings.load().confirm_notice_hours
    return rules.confirming(page.starts_at, admission.confirm_hours_before, notice)


def seat_values(admission: Admission, page: ForumEventPage, now: datetime) -> dict[str, Any]:
    """Return what is noted with a seat that is given now."""
    times = confirming_of(admission, page)
    return {"confirmed_at": now if rules.counts_as_confirmed(times, now) else None}


@transaction.atomic
def accept(*, registration_id: int, user: User) -> Registration:
    """Take an offered seat; once more changes nothing.

    Raises:
        NotPossible: it is somebody else's, was not offered, or the time is over.
    """
    now = timezone.now()
    admission, own = _own(registration_id, user)
    settle_locked(admission, own.page, now)
    own.refresh_from_db(fields=["state", "offered_until", "confirmed_at"])
    if own.state == RegistrationState.ADMITTED:
        return own
    if own.state == RegistrationState.LAPSED:
        own.offered_until = None
    answer = rules.may_accept(offered_until=own.offered_until, now=now)
    if own.state != RegistrationState.OFFERED or not answer:
        raise NotPossible(answer.reason or "现在没有为您保留的名额。")
    values = seat_values(admission, own.page, now)
    move(own, RegistrationState.ADMITTED, "accept", at=now, by=user, offered_until=None, **values)
    return own


@transaction.atomic
def confirm(*, registration_id: int, user: User) -> Registration:
    """Say that one still comes; once more changes nothing.

    Raises:
        NotPossible: somebody else's, or there is no seat any more.
    """
    now = timezone.now()
    admission, own = _own(registration_id, user)
    settle_locked(admission, own.page, now)
    own.refresh_from_db(fields=["state", "offered_until", "confirmed_at"])
    if own.state != RegistrationState.ADMITTED:
        raise NotPossible("这个名额已经不在您名下，不能再确认。")
    if own.confirmed_at is None:
        move(own, RegistrationState.ADMITTED, "confirm", at=now, by=user, confirmed_at=now)
    return own


def _own(registration_id: int, user: User) -> tuple[Admission, Registration]:
    admission, registration = locked_registration(registration_id)
    if registration.user_id != user.pk:
        raise NotPossible("没有这条报名。")
    return admission, registration


@transaction.atomic
def ask_to_confirm(*, page_id: int, now: datetime | None = None) -> int:
    """Ask those with a seat whether they still come, when it is time; each once.

    Returns:
        how many were asked.
    """
    now = now or timezone.now()
    admission = locked_admission(page_id)
    page = ForumEventPage.objects.get(pk=page_id)
    times = confirming_of(admission, page)
    if (
        times is None
        or admission.state == Admission.State.CALLED_OFF
        or not times.ask_at <= now < times.until
    ):
        return 0
    silent = Registration.objects.seated().filter(page_id=page_id, asked_at=None, confirmed_at=None)
    rows = list(silent.order_by("number"))
    for row in rows:
        move(row, RegistrationState.ADMITTED, "ask", at=now, asked_at=now)
        tell(row, page, f"请在{moment(times.until)}之前确认参加，没有确认的名额会让给候补的老师。")
    if rows:
        tasks.settle_later(page_id, times.until)
    return len(rows)


@transaction.atomic
def remind(*, page_id: int, now: datetime | None = None) -> int:
    """Remind those with a seat of the event, each once.

    Returns:
        how many were reminded.
    """
    now = now or timezone.now()
    admission = locked_admission(page_id)
    page = ForumEventPage.objects.get(pk=page_id)
    hours = timedelta(hours=ForumSettings.load().reminder_hours)
    if (
        page.starts_at is None
        or admission.state == Admission.State.CALLED_OFF
        or not page.starts_at - hours <= now < page.starts_at
    ):
        return 0
    rows = list(Registration.objects.seated().filter(page_id=page_id, reminded_at=None))
    where = f"，{page.place}" if page.place else ""
    for row in rows:
        row.reminded_at = now
        row.save(update_fields=["reminded_at"])
        tell(row, page, f"{moment(page.starts_at)}开始{where}。来不了请先取消，名额可以让给别人。")
    return len(rows)
