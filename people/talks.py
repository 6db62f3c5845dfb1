"""Where a person spoke, told by the rooms in which people speak.

    @hooks.register(TALKS_HOOK)
    def at_events(speaker, reader): return [Talk(day, "区域诵读", "教师成长论坛", url), …]

A room tells only of what the reader may open, and only where it is sure of the person: a name
alone is none, for two teachers may bear it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail import hooks

TALKS_HOOK = "talks_of_person"


@dataclass(frozen=True)
class Speaker:
    """Who is asked about: by account where there is one, by name and unit otherwise."""

    name: str
    unit_name: str
    user_id: int | None = None


@dataclass(frozen=True)
class Talk:
    """A talk.

    Attributes:
        date: when it was, or will be.
        title: what it was about.
        occasion: the event.
        url: where one reads about it.
    """

    date: date
    title: str
    occasion: str
    url: str


def talks_of(speaker: Speaker, reader: Any) -> list[Talk]:
    """Return the talks of a person that a reader may know of, the latest first.

    Args:
        reader: a user, an ``AnonymousUser``, or None for the public.

    Queries: those of the hooks.
    """
    told: Iterable[Talk] = (
        talk for tell in hooks.get_hooks(TALKS_HOOK) for talk in tell(speaker, reader)
    )
    return sorted(set(told), key=lambda talk: (talk.date, talk.title), reverse=True)
