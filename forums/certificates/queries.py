"""Reads of certificates: who could have one, who has one."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from forums.models import Attendance, Certificate, EventSession, ForumEventPage
from people.models import User
from search.pinyin import read


@dataclass(frozen=True)
class Candidate:
    """Somebody who was there.

    Attributes:
        sessions: in how many sessions.
        certificate: the one that stands; none where there is none.
    """

    user: User
    unit_name: str
    sessions: int
    certificate: Certificate | None


def attended_sessions(page: ForumEventPage) -> dict[int, int]:
    """Return in how many sessions of an event each person was. Queries: 1."""
    marks = Attendance.objects.present().filter(session__page=page).order_by()
    return dict(marks.values_list("user").annotate(count=Count("pk")))


def candidates_of(page: ForumEventPage) -> list[Candidate]:
    """Return everybody who was there, by school and name. Queries: 3."""
    counts = attended_sessions(page)
    people = User.objects.filter(pk__in=counts).select_related("teacher_profile__unit")
    standing = {each.user_id: each for each in Certificate.objects.standing().filter(page=page)}
    found = [
        Candidate(
            person,
            person.unit.name if person.unit else "",
            counts[person.pk],
            standing.get(person.pk),
        )
        for person in people
    ]
    return sorted(found, key=lambda each: (each.unit_name, read(each.user.name, is_name=True).full))


def withdrawn_of(page: ForumEventPage) -> list[Certificate]:
    """Return the certificates of an event that were taken back. Queries: 1."""
    return list(Certificate.objects.filter(page=page).exclude(withdrawn_at=None))


def session_count(page: ForumEventPage) -> int:
    """Return how many sessions with times an event has. Queries: 1."""
    return EventSession.objects.filter(page=page, starts_at__isnull=False).count()


def own_certificates(user: User) -> QuerySet[Certificate]:
    """Return somebody's certificates, the latest first. Queries: 1, when read."""
    return Certificate.objects.filter(user=user).order_by("-created_at", "-pk")


def units_that_day(page: ForumEventPage, user_ids: list[int]) -> dict[int, str]:
    """Return the name of each person's unit as their first attendance has it. Queries: 2."""
    marks = Attendance.objects.present().filter(session__page=page, user__in=user_ids)
    first = marks.order_by().values("user").annotate(first=Min("pk")).values("first")
    rows = Attendance.objects.filter(pk__in=first, unit__isnull=False)
    return dict(rows.filter(~Q(unit=None)).values_list("user", "unit__name"))
