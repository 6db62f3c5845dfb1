"""Reads of reading groups: what somebody may see, and what stands in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from wagtail.models import Page

from people.models import Unit, User
from people.roles import Role, has_role, units_in_scope
from portal.queries import readable_pages
from reading.models import Edition, GroupMember, GroupNote, GroupWeek, ReadingGroup, Work
from reading.together import rules

MOST_EVENTS = 50
MOST_SHOWN = 6


def visible_groups(reader: Any) -> QuerySet[ReadingGroup]:
    """Return the groups that somebody may know of.

    Those of the whole district for every teacher, those of a unit for the teachers of it and of
    the units below it; and the own ones, wherever one teaches by now. Each is marked with
    ``is_member``. Queries: 1, when read; 1 for the reader's unit.
    """
    if not reader.is_authenticated or not reader.is_active:
        return ReadingGroup.objects.none()
    allowed = Q(organiser=reader.pk) | Q(is_member=True)
    if reader.unit:
        allowed |= Q(audience=ReadingGroup.Audience.DISTRICT)
        allowed |= Q(unit__path__in=_lineage(reader.unit))
    return _with_facts(ReadingGroup.objects.all(), reader).filter(allowed)


def _with_facts(groups: QuerySet[ReadingGroup], reader: User) -> QuerySet[ReadingGroup]:
    member = Exists(GroupMember.objects.filter(group=OuterRef("pk"), user=reader.pk))
    groups = groups.annotate(is_member=member)
    return groups.select_related("work", "organiser", "unit", "host_page", "salon")


def _lineage(unit: Unit) -> list[str]:
    step = Unit.steplen
    return [unit.path[:end] for end in range(step, len(unit.path) + 1, step)]


def group_for(reader: Any, pk: int) -> ReadingGroup:
    """Return a group that the reader may know of. Queries: 2.

    Raises:
        Http404: there is none, or it is not for this reader; both look alike.
    """
    group = visible_groups(reader).filter(pk=pk).first()
    if group is None:
        raise Http404("没有这次共读。")
    return group


def running_weeks(reader: User) -> QuerySet[GroupWeek]:
    """Return the weeks of the reader's running groups, with the groups. Queries: 1, when read.

    Every group has weeks; each is marked as in ``own_groups``.
    """
    own = own_groups(reader).filter(closed_at=None).prefetch_related(None)
    removed = GroupNote.objects.removed_from(reader.pk).filter(week__group=OuterRef("group"))
    weeks = GroupWeek.objects.filter(group__in=own.values("pk")).select_related("group")
    weeks = weeks.annotate(has_removed=Exists(removed))
    return weeks.order_by("-group__starts_on", "-group_id", "number")


def own_groups(reader: User) -> QuerySet[ReadingGroup]:
    """Return the groups in which somebody reads or that they lead, with the weeks.

    Each is marked with ``has_removed``: a note of the reader was taken out. Queries: 2, when read.
    """
    removed = GroupNote.objects.removed_from(reader.pk).filter(week__group=OuterRef("pk"))
    own = Q(organiser=reader) | Q(is_member=True)
    groups = _with_facts(ReadingGroup.objects.all(), reader).filter(own)
    return groups.annotate(has_removed=Exists(removed)).prefetch_related("weeks")


def open_groups(reader: User) -> QuerySet[ReadingGroup]:
    """Return the groups that somebody may join and has not. Queries: 2, when read."""
    joined = GroupMember.objects.filter(user=reader).values("group")
    groups = visible_groups(reader).exclude(pk__in=joined).exclude(organiser=reader)
    groups = groups.filter(closed_at=None, ends_on__gte=timezone.localdate())
    return groups.prefetch_related("weeks")


def groups_about(work: Work, reader: Any) -> list[ReadingGroup]:
    """Return the running groups about a book that the reader may know of. Queries: 2 at most."""
    groups = visible_groups(reader).filter(work=work, closed_at=None)
    return list(groups.filter(ends_on__gte=timezone.localdate())[:MOST_SHOWN])


# The type of page of an event and of a workshop; their rooms are on this floor, so they are asked
# for by name.
def _events() -> Any:
    return apps.get_model("forums", "ForumEventPage")


def _workshops() -> Any:
    return apps.get_model("workshops", "WorkshopPage")


def events_to_choose(reader: User) -> list[Page]:
    """Return the events that can be named as a closing salon, the latest first. Queries: 1."""
    return list(
        readable_pages(reader, _events().objects.all()).order_by("-starts_at")[:MOST_EVENTS]
    )


def workshops_of(host: User) -> list[Page]:
    """Return the public workshops that somebody hosts. Queries: 1; none without the role."""
    if not has_role(host, Role.WORKSHOP_HOST):
        return []
    return list(readable_pages(host, _workshops().objects.filter(host=host.pk)))


def units_of(administrator: User) -> list[Unit]:
    """Return the units for which somebody may begin a group. Queries: at most 2."""
    return list(units_in_scope(administrator, Role.SCHOOL_ADMIN).filter(is_active=True))


def may_organise(user: User) -> bool:
    """Whether somebody may begin a group somewhere. Queries: at most 1."""
    return has_role(user, Role.SCHOOL_ADMIN, Role.WORKSHOP_HOST)


def weeks_with_counts(group: ReadingGroup) -> list[GroupWeek]:
    """Return the weeks, each with ``note_count``: how many notes stand. Queries: 1."""
    standing = Count("notes", filter=Q(notes__removed_at=None))
    return list(group.weeks.annotate(note_count=standing).order_by("number"))


def notes_of(week: GroupWeek, reader: User) -> QuerySet[GroupNote]:
    """Return the notes of a week as a member sees them, oldest first. Queries: 1, when read.

    What the organiser took out is seen by its author only.
    """
    seen = Q(removed_at=None) | Q(author=reader)
    return week.notes.filter(seen).select_related("author").order_by("made_at", "pk")


def weeks_written(group: ReadingGroup, reader: User) -> set[int]:
    """Return the numbers of the weeks to which somebody wrote. Queries: 1."""
    own = GroupNote.objects.standing().filter(author=reader, week__group=group)
    return set(own.values_list("week__number", flat=True))


def members_of(group: ReadingGroup) -> list[GroupMember]:
    """Return the members in the order in which they came. Queries: 1."""
    return list(group.members.select_related("user"))


def pages_of(work: Work) -> int | None:
    """Return how many pages the book has, by the first edition that says so. Queries: 1."""
    known = Edition.objects.filter(work=work).exclude(pages=None).order_by("sort_order", "pk")
    return known.values_list("pages", flat=True).first()


@dataclass
class RecordedWeek:
    """A week of the record with the notes that stand."""

    week: GroupWeek
    notes: list[GroupNote] = field(default_factory=list)


@dataclass(frozen=True)
class Record:
    """What a group wrote, joined into one text."""

    group: ReadingGroup
    weeks: list[RecordedWeek]
    made_on: date

    @property
    def note_count(self) -> int:
        """How many notes stand."""
        return sum(len(each.notes) for each in self.weeks)

    @property
    def authors(self) -> list[str]:
        """The names of those who wrote, in the order in which they first did."""
        return list(dict.fromkeys(n.author.name for each in self.weeks for n in each.notes))


def record_of(group: ReadingGroup) -> Record:
    """Return the weeks of a group, their questions and all notes that stand. Queries: 2."""
    weeks = {week.pk: RecordedWeek(week) for week in group.weeks.order_by("number")}
    notes: Iterable[GroupNote] = (
        GroupNote.objects.standing()
        .filter(week__group=group)
        .select_related("author")
        .order_by("made_at", "pk")
    )
    for note in notes:
        weeks[note.week_id].notes.append(note)
    return Record(group, list(weeks.values()), timezone.localdate())


def current_week(group: ReadingGroup, weeks: list[GroupWeek]) -> GroupWeek | None:
    """Return the week that a reader should see first; none when all is over. Queries: none.

    Before the beginning that is the first week.
    """
    today = timezone.localdate()
    if group.closed_at or not weeks:
        return None
    return weeks[0] if today < weeks[0].starts_on else rules.week_on(today, weeks)
