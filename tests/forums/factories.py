"""Events with registration."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from forums.models import Admission, ForumEventPage, ForumIndexPage, Question, UnitSeats
from forums.registration import actions
from people.models import Unit, User
from people.roles import Role
from tests.editorial.factories import REVIEW, draft_below, put_live
from tests.people.factories import TeacherFactory
from workshops.models import WorkshopIndexPage, WorkshopPage


def make_draft(owner: User | None = None, **values: Any) -> ForumEventPage:
    """Return the draft of an event in ten days."""
    starts = timezone.now().replace(microsecond=0) + timedelta(days=10)
    defaults: dict[str, Any] = {
        "title": "虚构沙龙",
        "event_kind": "salon",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
        "place": "虚构小学报告厅",
        "summary": "谈一本书。",
        "body": [("paragraph", REVIEW)],
    }
    rows = {name: values.pop(name, []) for name in ("sessions", "agenda", "speakers")}
    page = ForumEventPage(**defaults | values)
    for name, children in rows.items():
        setattr(page, name, children)
    return draft_below(ForumIndexPage.objects.get(), owner or TeacherFactory(), page)


def make_event(owner: User | None = None, **values: Any) -> ForumEventPage:
    """Return a public event in ten days, without registration."""
    return put_live(make_draft(owner, **values))


def make_open(
    owner: User | None = None,
    *,
    capacity: int | None = 2,
    admission: dict[str, Any] | None = None,
    **values: Any,
) -> ForumEventPage:
    """Return a public event for which people can register; nobody is asked to confirm."""
    page = make_event(owner, **values)
    defaults = {"state": Admission.State.OPEN, "confirm_hours_before": 0, "capacity": capacity}
    Admission.objects.create(page=page, **defaults | (admission or {}))
    return page


def keep_seats(page: ForumEventPage, unit: Unit, seats: int, days: float = 5) -> UnitSeats:
    """Keep seats of an event for a unit, for so many days."""
    release_at = timezone.now() + timedelta(days=days)
    return UnitSeats.objects.create(
        admission=page.admission, unit=unit, seats=seats, release_at=release_at
    )


def ask(page: ForumEventPage, label: str = "是否用餐", **values: Any) -> Question:
    """Let the organiser ask something."""
    return Question.objects.create(admission=page.admission, label=label, **values)


def register(page: ForumEventPage, user: User | None = None, **values: Any):
    """Return the registration of somebody for an event."""
    return actions.register(page_id=page.pk, user=user or TeacherFactory(), **values)


def make_host() -> tuple[User, WorkshopPage]:
    """Return a workshop's host and the public workshop."""
    host = TeacherFactory(role=Role.WORKSHOP_HOST)
    page = WorkshopPage(
        title="虚构工作坊", slug="xu-gou", tier="city", host=host, host_name=host.name
    )
    WorkshopIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return host, page
