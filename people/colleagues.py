"""Who belongs together: what a person who judges another must not share with them.

The unit is known here. Rooms above add circles of their own (workshops do) through a hook:

    @hooks.register(COLLEAGUES_HOOK)
    def of_workshops(user_ids):
        return {user_id: [Circle("workshop", f"workshop:{pk}")], …}

One call for any number of people, so that a list of hundreds costs no query each.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from wagtail import hooks

from people.models import TeacherProfile, Unit, UnitMembership

COLLEAGUES_HOOK = "colleagues_of"
# Kinds of circles. A district's rule may ask for some of them only.
UNIT, CENTRE, WORKSHOP = "unit", "centre", "workshop"
CENTRE_DEPTH = 2  # the bureau is 1; below it stand central schools and directly governed schools


@dataclass(frozen=True)
class Circle:
    """A group to which people belong; those with the same one are colleagues.

    Attributes:
        kind: unit, centre, workshop, or what a room above knows.
        key: the group itself, unique over all kinds: ``unit:17``.
    """

    kind: str
    key: str


def circles_of(user_ids: Collection[int]) -> dict[int, frozenset[Circle]]:
    """Return the circles of people. Queries: those of the hooks, whatever the number of people."""
    found: dict[int, set[Circle]] = {user_id: set() for user_id in user_ids}
    for ask in hooks.get_hooks(COLLEAGUES_HOOK):
        answer: Mapping[int, Iterable[Circle]] = ask(user_ids)
        for user_id, circles in answer.items():
            found.setdefault(user_id, set()).update(circles)
    return {user_id: frozenset(circles) for user_id, circles in found.items()}


def circles_of_unit(unit: Unit) -> list[Circle]:
    """Return the circles of whoever works in a unit. Queries: none."""
    centre = unit.path[: Unit.steplen * CENTRE_DEPTH]
    return [Circle(UNIT, f"unit:{unit.path}"), Circle(CENTRE, f"centre:{centre}")]


def circles_by_unit(user_ids: Collection[int]) -> dict[int, list[Circle]]:
    """Return where people work now, and in which units they stand by a present membership.

    Queries: 2.
    """
    found: dict[int, list[Circle]] = {}
    profiles = TeacherProfile.objects.filter(user__in=user_ids).select_related("unit")
    for profile in profiles:
        found.setdefault(profile.user_id, []).extend(circles_of_unit(profile.unit))
    stays = UnitMembership.objects.filter(teacher__user__in=user_ids, until=None)
    for stay in stays.select_related("unit", "teacher"):
        found.setdefault(stay.teacher.user_id, []).extend(circles_of_unit(stay.unit))
    return found
