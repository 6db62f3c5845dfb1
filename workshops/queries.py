"""Reads of workshops; each docstring gives the number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, IntegerField, OuterRef
from django.http import Http404, HttpRequest
from django.utils import timezone

from people.models import User
from people.roles import Role, has_role
from portal.facts import Fact, FactKind, workshop_facts
from portal.listing import paginate
from portal.prepared import Prepared
from portal.queries import below, is_public, public_pages, readable_pages, span_below
from workshops.choices import OPEN_STATES, MemberState
from workshops.membership.queries import named_members
from workshops.models import Membership, WorkshopPage, WorkshopPlanPage, WorkshopShowcasePage

# How far the public page looks back and ahead for activities, and how many it names.
SHOWN_DAYS = 366
MOST_ACTIVITIES = 6


def belongs(user: User, workshop_id: int) -> bool:
    """Whether somebody hosts a workshop or is a member of it now. Queries: 1."""
    member = Membership.objects.active().filter(user=user.pk, workshop=OuterRef("pk"))
    pages = WorkshopPage.objects.filter(pk=workshop_id).annotate(is_inside=Exists(member))
    found = pages.values_list("is_inside", "host_id").first()
    return found is not None and (found[0] or found[1] == user.pk)


def hosts(user: Any, workshop: WorkshopPage) -> bool:
    """Whether somebody runs a workshop: it names the account, and the account has the role.

    Queries: none but for the roles.
    """
    return (
        user.is_authenticated
        and user.is_active
        and workshop.host_id == user.pk
        and has_role(user, Role.WORKSHOP_HOST)
    )


@dataclass(frozen=True)
class Place:
    """A workshop as one person stands to it."""

    workshop: WorkshopPage
    membership: Membership | None
    is_host: bool

    @property
    def is_member(self) -> bool:
        """Whether the person is a member now."""
        return self.membership is not None and self.membership.state == MemberState.ACTIVE

    @property
    def is_inside(self) -> bool:
        """Whether the person may see what is the members' own."""
        return self.is_member or self.is_host

    @property
    def is_invited(self) -> bool:
        """Whether an invitation waits for the person's answer."""
        return self.membership is not None and self.membership.state == MemberState.INVITED

    @property
    def has_asked(self) -> bool:
        """Whether the person's request waits for the host."""
        return self.membership is not None and self.membership.state == MemberState.REQUESTED


def place_of(user: Any, workshop: WorkshopPage) -> Place:
    """Return how somebody stands to a workshop. Queries: 1 for a person, none for visitors."""
    if not (user.is_authenticated and user.is_active):
        return Place(workshop, None, is_host=False)
    own = Membership.objects.filter(workshop=workshop.pk, user=user.pk, state__in=OPEN_STATES)
    return Place(workshop, own.first(), hosts(user, workshop))


def place_for(user: Any, pk: int) -> Place:
    """Return a workshop that somebody may read, with how they stand to it. Queries: 2.

    Raises:
        Http404: there is none that they may read.
    """
    pages = WorkshopPage.objects.select_related("host", "unit")
    workshop = readable_pages(user, pages).filter(pk=pk).first()
    if workshop is None:
        raise Http404("没有这个工作坊。")
    return place_of(user, workshop)


def own_memberships(user: User) -> list[Membership]:
    """Return where somebody is invited, has asked or belongs, with the workshops. Queries: 1."""
    rows = Membership.objects.filter(user=user, state__in=OPEN_STATES)
    shown = readable_pages(user, WorkshopPage.objects.all()).values("pk")
    rows = rows.filter(workshop__in=shown).select_related("workshop__unit")
    return sorted(rows, key=lambda row: (row.state != MemberState.INVITED, row.workshop.title))


def hosted_workshops(user: User) -> list[WorkshopPage]:
    """Return the workshops that somebody runs. Queries: 1, none without the role."""
    if not has_role(user, Role.WORKSHOP_HOST):
        return []
    pages = WorkshopPage.objects.filter(host=user.pk).select_related("unit").order_by("title")
    return list(readable_pages(user, pages))


def public_face(workshop: WorkshopPage, request: HttpRequest) -> dict[str, Any]:
    """Return what the page of a workshop shows. Queries: at most 9, for any amount."""
    showcases = public_pages(below(WorkshopShowcasePage.objects.all(), workshop)).for_cards()
    page_obj, querystring = paginate(request, showcases.order_by("-first_published_at"))
    today = timezone.localdate()
    ahead, behind = activities(workshop, request.user, today)
    return {
        "page_obj": page_obj,
        "querystring": querystring,
        "named_members": named_members(workshop),
        "public_plan": latest_plan(workshop, request.user),
        "coming": ahead[:MOST_ACTIVITIES],
        "past": behind[:MOST_ACTIVITIES],
        "place": place_of(request.user, workshop),
        "today": today,
    }


_public_plan = Prepared(
    lambda depth, first, last: (
        public_pages(WorkshopPlanPage.objects.filter(depth=depth, path__range=(first, last)))
        .select_related("year")
        .order_by("-year__starts_on", "-pk")[:1]
    ),
    depth=IntegerField(),
    first=CharField(),
    last=CharField(),
)


def latest_plan(workshop: WorkshopPage, reader: Any) -> WorkshopPlanPage | None:
    """Return the newest plan that the reader may read. Queries: 1."""
    if is_public(reader):
        found = _public_plan(**span_below(workshop))
        return found[0] if found else None
    plans = below(WorkshopPlanPage.objects.all(), workshop).select_related("year")
    return readable_pages(reader, plans).order_by("-year__starts_on", "-pk").first()


def activities(workshop: WorkshopPage, reader: Any, today: date) -> tuple[list[Fact], list[Fact]]:
    """Return what is announced, the nearest first, and what was, the latest first.

    Queries: those of the rooms that tell.
    """
    span = timedelta(days=SHOWN_DAYS)
    told: Iterable[Fact] = workshop_facts(
        workshop, reader, today - span, today + span, kinds=(FactKind.ACTIVITY,)
    )
    found = list(told)
    ahead = [fact for fact in found if fact.date >= today]
    return ahead, [fact for fact in reversed(found) if fact.date < today]
