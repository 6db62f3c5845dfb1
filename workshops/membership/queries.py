"""Reads of memberships; each docstring gives the number of queries."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, IntegerField, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from people.choices import Role
from people.colleagues import WORKSHOP, Circle
from people.models import Consent, User
from people.rules import clean_text
from portal.prepared import Prepared
from workshops.choices import MemberRole, MemberState
from workshops.membership import rules
from workshops.models import Membership, WorkshopPage

MOST_FOUND = 20


@dataclass(frozen=True)
class Named:
    """A member as the public page names one."""

    name: str
    unit_name: str
    role: str

    @property
    def role_label(self) -> str:
        """Guides are called so; that the others are members goes without saying."""
        return str(MemberRole.GUIDE.label) if self.role == MemberRole.GUIDE else ""


_active = Prepared(
    lambda workshop: Membership.objects.active().filter(workshop=workshop).with_people(),
    workshop=IntegerField(),
)
_consents = Prepared(
    lambda page, on: (
        Consent.objects.in_force(on)
        .filter(page=page)
        .order_by("given_on")
        .values_list("person", "person_name", "given_on")
    ),
    page=IntegerField(),
    on=DateField(),
)


def named_members(workshop: Page) -> list[Named]:
    """Return the members who agreed to stand on the public page, guides first. Queries: 2.

    The one condition is a ``Consent`` for this page that is in force: given by the person with
    the account, or recorded by the office for somebody without one.
    """
    members = _active(workshop=workshop.pk)
    if not members:
        return []
    agreed = consents_of(workshop)
    return [
        Named(each.shown_name, each.shown_unit, each.role)
        for each in members
        if is_named(each, agreed)
    ]


@dataclass(frozen=True)
class Agreed:
    """Who agreed to be named on a page: accounts with the day, and names without account."""

    accounts: dict[int, Any]
    names: frozenset[str]


def consents_of(workshop: Page) -> Agreed:
    """Return the consents for a workshop's page that are in force today. Queries: 1."""
    found = _consents(page=workshop.pk, on=timezone.localdate())
    return Agreed(
        {person: day for person, _, day in found if person is not None},
        frozenset(name for person, name, _ in found if person is None),
    )


def is_named(member: Membership, agreed: Agreed) -> bool:
    """Whether a member's name is public; asks the database nothing."""
    if member.user_id is None:
        return clean_text(member.name) in agreed.names
    day = agreed.accounts.get(member.user_id)
    return day is not None and rules.counts_as_consent(day, member.joined_on)


def members_of(workshop: Page) -> list[Membership]:
    """Return who belongs now, for the room, each with ``is_named``. Queries: 2."""
    members = list(Membership.objects.active().filter(workshop=workshop.pk).with_people())
    agreed = consents_of(workshop)
    for each in members:
        each.is_named = is_named(each, agreed)
    return members


def circles_by_workshop(user_ids: Collection[int]) -> dict[int, list[Circle]]:
    """Return the workshops that people belong to or host, as circles of colleagues. Queries: 2."""
    found: dict[int, list[Circle]] = {}
    members = Membership.objects.active().filter(user__in=user_ids)
    hosts = WorkshopPage.objects.filter(host__in=user_ids)
    pairs = [
        *members.order_by().values_list("user_id", "workshop_id"),
        *hosts.order_by().values_list("host_id", "pk"),
    ]
    for user_id, workshop_id in pairs:
        found.setdefault(user_id, []).append(Circle(WORKSHOP, f"workshop:{workshop_id}"))
    return found


def waiting_in(workshop: Page) -> tuple[list[Membership], list[Membership]]:
    """Return the requests and the invitations that wait, the oldest first. Queries: 1."""
    waiting = (MemberState.REQUESTED, MemberState.INVITED)
    rows = Membership.objects.filter(workshop=workshop.pk, state__in=waiting)
    rows = rows.filter(user__is_active=True).with_people().order_by("asked_at")
    requests = [row for row in rows if row.state == MemberState.REQUESTED]
    return requests, [row for row in rows if row.state == MemberState.INVITED]


def former_members(workshop: Page) -> QuerySet[Membership]:
    """Return who has left, the latest first. Queries: 1, when read."""
    left = Membership.objects.filter(workshop=workshop.pk, state=MemberState.LEFT)
    return left.with_people().order_by("-left_on", "-pk")


def teachers_like(words: str) -> list[User]:
    """Return active teachers whom a host may mean: by name or staff number. Queries: 1.

    Every word must fit the name, the staff number as a whole, or the unit's name.
    """
    parts = words.split()[:4]
    if not parts:
        return []
    users = User.objects.filter(is_active=True, groups__name=Role.TEACHER.group_name)
    for part in parts:
        users = users.filter(
            Q(name__icontains=part)
            | Q(staff_number=part)
            | Q(teacher_profile__unit__name__icontains=part)
        )
    found = users.select_related("teacher_profile__unit").order_by("name", "pk").distinct()
    return list(found.filter(teacher_profile__isnull=False)[:MOST_FOUND])


def to_be_named() -> list[Membership]:
    """Return people without account of whom a host says that they agreed, not yet recorded.

    For the office. Queries: 2.
    """
    rows = Membership.objects.active().filter(user=None).exclude(told_agreed_on=None)
    rows = rows.filter(workshop__live=True).select_related("workshop")
    pages = {row.workshop_id for row in rows}
    in_force = Consent.objects.filter(page__in=pages, person=None)
    known = set(in_force.values_list("page_id", "person_name", "given_on"))
    return [
        row
        for row in rows
        if not any(
            page == row.workshop_id
            and name == clean_text(row.name)
            and row.told_agreed_on is not None
            and given >= row.told_agreed_on
            for page, name, given in known
        )
    ]
