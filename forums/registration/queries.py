"""Reads of registrations: seats, queues, own events, who organises what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, IntegerField, Min, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from forums.models import (
    ACTIVE,
    HOLDING,
    Admission,
    ForumEventPage,
    Registration,
    RegistrationState,
    UnitSeats,
)
from forums.registration import rules
from forums.registration.seats import Quota, Seats, Waiting
from people.models import Unit, User
from people.roles import Role, has_role, units_in_scope
from portal.prepared import Prepared
from portal.queries import readable_pages

OFFERED = Q(state=RegistrationState.OFFERED)


def admission_of(page: Page) -> Admission | None:
    """Return how people register for an event, if the organiser set it up. Queries: 1."""
    return Admission.objects.filter(page_id=page.pk).first()


def facts_of(page: ForumEventPage, admission: Admission | None) -> rules.EventFacts:
    """Return what decides where an event stands. Queries: none; 1 for one that is not public."""
    state = admission.state if admission else Admission.State.PREPARING
    return rules.EventFacts(
        is_live=page.live,
        is_approved=not page.live and page.scheduled_for is not None,
        starts_at=page.starts_at,
        ends_at=page.ends_at,
        has_report=bool(page.report),
        takes_registrations=state == Admission.State.OPEN,
        is_called_off=state == Admission.State.CALLED_OFF,
        opens_at=admission.opens_at if admission else None,
        closes_at=admission.closes_at if admission else None,
    )


def phase_of(
    page: ForumEventPage, admission: Admission | None, now: datetime | None = None
) -> rules.Phase:
    """Return where an event stands now. Queries: as ``facts_of``."""
    return rules.phase_of(facts_of(page, admission), now or timezone.now())


_quotas = Prepared(
    lambda admission: UnitSeats.objects.filter(admission=admission).select_related("unit"),
    admission=IntegerField(),
)
_taken = Prepared(
    lambda page: (
        Registration.objects.filter(page_id=page, state__in=HOLDING)
        .order_by()
        .values_list("seat_from")
        .annotate(number=Count("pk"), until=Min("offered_until", filter=OFFERED))
    ),
    page=IntegerField(),
)


def seats_of(admission: Admission, now: datetime | None = None) -> Seats:
    """Return what is free, and when the first offer ends. Queries: 2."""
    quotas = tuple(
        Quota(row.pk, row.unit.path, row.seats, row.release_at)
        for row in _quotas(admission=admission.pk)
    )
    rows = _taken(page=admission.page_id)
    return Seats(
        admission.capacity,
        now or timezone.now(),
        quotas,
        {quota: number for quota, number, _ in rows},
        min((until for *_, until in rows if until), default=None),
    )


def waiting_of(page_id: int) -> list[Waiting]:
    """Return the waiting list in its order. Queries: 1."""
    rows = Registration.objects.filter(page_id=page_id).waiting()
    return [Waiting(pk, path or "") for pk, path in rows.values_list("pk", "unit__path")]


def own_registration(page_id: int, user: Any) -> Registration | None:
    """Return the person's registration that stands; else the last that ended. Queries: 1."""
    if not user.is_authenticated:
        return None
    own = Registration.objects.filter(page_id=page_id, user=user).order_by("-number")[:10]
    rows = list(own)
    return next((row for row in rows if row.is_active), rows[0] if rows else None)


def place_in_queue(registration: Registration) -> int:
    """Return the place of somebody who waits: 1 is the next. Queries: 1."""
    before = Registration.objects.filter(page_id=registration.page_id).waiting()
    return before.filter(number__lt=registration.number).count() + 1


def has_seat(page_id: int, user: Any) -> bool:
    """Whether a person may come to an event, and see what is for those only. Queries: 1."""
    if not user.is_authenticated:
        return False
    return Registration.objects.seated().filter(page_id=page_id, user=user).exists()


def clashing(page: ForumEventPage, user: Any) -> list[ForumEventPage]:
    """Return the person's other events at the same time. Queries: 1."""
    if not user.is_authenticated or page.starts_at is None or page.ends_at is None:
        return []
    others = ForumEventPage.objects.filter(
        registrations__user=user,
        registrations__state__in=ACTIVE,
        starts_at__lt=page.ends_at,
        ends_at__gt=page.starts_at,
    )
    others = others.exclude(pk=page.pk).distinct().order_by("starts_at")
    return list(readable_pages(user, others))


def counts_by_state(page_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """Return how many registrations each event has in each state. Queries: 1."""
    rows = Registration.objects.filter(page_id__in=list(page_ids)).order_by()
    counted = rows.values_list("page_id", "state").annotate(number=Count("pk"))
    counts: dict[int, Counter[str]] = {}
    for page_id, state, number in counted:
        counts.setdefault(page_id, Counter())[state] = number
    return counts


def events_to_keep(now: datetime) -> list[int]:
    """Return the events still to come in which somebody has a seat or waits. Queries: 1."""
    coming = Q(page__starts_at__gt=now) | Q(page__starts_at=None)
    rows = Registration.objects.active().filter(coming, page__admission__isnull=False)
    return list(rows.order_by("page_id").values_list("page_id", flat=True).distinct())


# -- who organises ---------------------------------------------------------------------------


def organises(user: Any, page: ForumEventPage) -> bool:
    """Whether somebody runs an event: who wrote it, its workshop's host, editors. Queries: ≤ 2."""
    if not user.is_authenticated or not user.is_active:
        return False
    if page.owner_id == user.pk or has_role(user, Role.EDITOR, Role.CHIEF_EDITOR):
        return True
    if page.organising_page_id is None or not has_role(user, Role.WORKSHOP_HOST):
        return False
    return _workshops().filter(pk=page.organising_page_id, host=user.pk).exists()


def organised_by(user: User) -> QuerySet[ForumEventPage]:
    """Return the events that somebody runs, the farthest ahead first. Queries: ≤ 2, when read.

    Editors may open every event; here stand those that they wrote, or whose workshop they host.
    """
    own = Q(owner=user)
    if has_role(user, Role.WORKSHOP_HOST):
        own |= Q(organising_page__in=_workshops().filter(host=user.pk).values("pk"))
    return ForumEventPage.objects.filter(own).order_by("-starts_at", "-pk")


def workshops_of(host: Any) -> list[Page]:
    """Return the public workshops that somebody hosts. Queries: 1; none without the role."""
    if not has_role(host, Role.WORKSHOP_HOST):
        return []
    return list(readable_pages(host, _workshops().filter(host=host.pk)))


def _workshops() -> Any:
    # Their room is on this floor, so they are asked for by name.
    return apps.get_model("workshops", "WorkshopPage").objects.all()


def may_register_colleagues(user: Any) -> bool:
    """Whether somebody may register the teachers of a unit. Queries: at most 1."""
    return has_role(user, Role.SCHOOL_ADMIN)


def colleagues_of(administrator: User) -> QuerySet[User]:
    """Return the teachers whom somebody may register: of the own units and those below."""
    units: QuerySet[Unit] = units_in_scope(administrator, Role.SCHOOL_ADMIN)
    return (
        User.objects.filter(is_active=True, teacher_profile__unit__in=units)
        .select_related("teacher_profile__unit")
        .order_by("teacher_profile__unit__path", "name", "pk")
    )


# -- own events ------------------------------------------------------------------------------


@dataclass
class OwnEvent:
    """One line of the own events."""

    registration: Registration
    page: ForumEventPage
    phase: rules.Phase
    place: int = 0
    clashes: bool = False

    @property
    def needs_answer(self) -> bool:
        """Whether the person is asked for something: to take a seat, or to say that they come."""
        return (
            self.registration.state == RegistrationState.OFFERED or self.registration.must_confirm
        )


def own_events(user: User) -> list[Registration]:
    """Return the person's registrations that stand, the next event first. Queries: 1."""
    rows = Registration.objects.active().filter(user=user)
    return list(rows.select_related("page__admission").order_by("page__starts_at", "pk"))


def past_registrations(user: User) -> QuerySet[Registration]:
    """Return those whose event is over or which ended, the latest first. Queries: 1, when read."""
    gone = Q(page__ends_at__lt=timezone.now()) | ~Q(state__in=ACTIVE)
    rows = Registration.objects.filter(gone, user=user)
    return rows.select_related("page__admission").order_by("-page__starts_at", "-pk")


def as_lines(registrations: Sequence[Registration], reader: User) -> list[OwnEvent]:
    """Return lines for registrations whose event the reader may still read. Queries: 1 to 2.

    Args:
        registrations: with ``page__admission``.
    """
    now = timezone.now()
    readable = set(
        readable_pages(reader, ForumEventPage.objects.all())
        .filter(pk__in=[row.page_id for row in registrations])
        .values_list("pk", flat=True)
    )
    lines = [
        OwnEvent(row, row.page, phase_of(row.page, getattr(row.page, "admission", None), now))
        for row in registrations
        if row.page_id in readable
    ]
    _mark_clashes(lines)
    _count_places(lines)
    return lines


def _mark_clashes(lines: list[OwnEvent]) -> None:
    standing = [line for line in lines if line.registration.is_active]
    for line in standing:
        own = (line.page.starts_at, line.page.ends_at)
        line.clashes = any(
            rules.overlap(own, (other.page.starts_at, other.page.ends_at))
            for other in standing
            if other.page.pk != line.page.pk
        )


def _count_places(lines: list[OwnEvent]) -> None:
    waiting = {
        line.page.pk: line for line in lines if line.registration.state == RegistrationState.WAITING
    }
    if not waiting:
        return
    queue = Registration.objects.filter(page_id__in=waiting).waiting().order_by("page", "number")
    for page_id, number in queue.values_list("page_id", "number"):
        if number <= waiting[page_id].registration.number:
            waiting[page_id].place += 1
