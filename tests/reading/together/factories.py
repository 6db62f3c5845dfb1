"""Reading groups."""

from datetime import date, timedelta

from django.utils import timezone

from people.models import Unit, User
from people.roles import Role
from reading.models import GroupNote, ReadingGroup
from reading.together import actions, rules
from tests.editorial.factories import make_work
from tests.people.factories import SchoolAdminFactory, TeacherFactory, UnitFactory
from workshops.models import WorkshopIndexPage, WorkshopPage


def make_leader(unit: Unit | None = None) -> User:
    """Return a school administrator who teaches in the unit that they administer."""
    return SchoolAdminFactory(unit=unit or UnitFactory())


def make_group(leader: User | None = None, **values: object) -> ReadingGroup:
    """Return a group of eight weeks that began two weeks ago, of the leader's unit."""
    leader = leader or make_leader()
    defaults: dict[str, object] = {
        "title": "春季共读",
        "work": make_work(),
        "audience": ReadingGroup.Audience.UNIT,
        "first_day": this_monday() - timedelta(days=14),
        "weeks": 8,
        "pages": 240,
        "unit": leader.unit,
    }
    return actions.create_group(by=leader, **defaults | values)


def this_monday() -> date:
    """Return the Monday of this week."""
    return rules.monday_of(timezone.localdate())


def make_member(group: ReadingGroup, **values: object) -> User:
    """Return a teacher of the group's unit who has joined."""
    reader = TeacherFactory(unit=group.unit, **values)
    actions.join(group_id=group.pk, reader=reader)
    return reader


def make_note(group: ReadingGroup, author: User, text: str = "我想到一件事。", number: int = 3):
    """Return a note of a member to the present week, which is the third."""
    return actions.write_note(group_id=group.pk, number=number, author=author, text=text)


def make_notes(group: ReadingGroup, author: User, amount: int, number: int = 3) -> None:
    """Write many notes at once."""
    week = group.weeks.get(number=number)
    GroupNote.objects.bulk_create(
        GroupNote(week=week, author=author, text=f"第{n}条") for n in range(amount)
    )


def make_host() -> tuple[User, WorkshopPage]:
    """Return a workshop's host and the public workshop."""
    host = TeacherFactory(role=Role.WORKSHOP_HOST)
    page = WorkshopPage(
        title="虚构工作坊", slug="xu-gou", tier="city", host=host, host_name=host.name
    )
    WorkshopIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return host, page
