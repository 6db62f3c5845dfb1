"""What waits for a reviewer beside pieces. Rooms above this floor announce it:

@hooks.register(WAITING_HOOK)
def posts(reviewer, most): return WaitingGroup(…) or None
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail import hooks

from people.models import User
from portal.request_scope import once

# Each function takes the reviewer and how many lines to fetch (0: the count only), and returns a
# ``WaitingGroup``; ``None`` for people who have nothing to do with it.
WAITING_HOOK = "also_waiting"


@dataclass(frozen=True)
class WaitingGroup:
    """A group of the queue.

    Attributes:
        title: above it; ``noun``: with its number, as ``条发言``; ``url``: of the whole list.
        count: how many wait; ``lines``: the first of them.
        template: shows one line, its ``line``; decisions in it come back with ``from=reviews``.
        stylesheet: what the template needs, a path of static files.
    """

    title: str
    noun: str
    url: str
    count: int
    template: str = ""
    stylesheet: str = ""
    lines: Sequence[Any] = field(default_factory=list)


def also_waiting(reviewer: User, most: int) -> list[WaitingGroup]:
    """Return the groups that have something for this reviewer. Queries: those of the rooms."""
    found = (ask(reviewer, most) for ask in hooks.get_hooks(WAITING_HOOK))
    return [group for group in found if group is not None and group.count]


def also_waiting_count(reviewer: User) -> int:
    """Return how much waits beside pieces. Queries: those of the rooms, once a request."""
    return once(
        f"also waiting {reviewer.pk}",
        lambda: sum(group.count for group in also_waiting(reviewer, 0)),
    )
