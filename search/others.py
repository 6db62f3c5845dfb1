"""What the results page shows beside pages: found by the rooms that keep it.

    @hooks.register(OTHERS_HOOK)
    def topics(query, reader): return OtherGroup("讨论", [Other("怎样读", "/discussions/1/")])

A room finds only what this reader may open; the search asks nobody again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from modelsearch.query import SearchQuery
from wagtail import hooks

OTHERS_HOOK = "search_others"


@dataclass(frozen=True)
class Other:
    """One thing that was found.

    Attributes:
        about: where it belongs, in words; ``day``: of its latest change.
    """

    title: str
    url: str
    about: str = ""
    day: date | None = None


@dataclass(frozen=True)
class OtherGroup:
    """Things of one sort, the most telling first."""

    label: str
    items: Sequence[Other]


def others_for(query: SearchQuery, reader: Any) -> list[OtherGroup]:
    """Return what the rooms found for a reader, in the order of the hook; nothing empty.

    Args:
        query: all words of the visitor, as ``search.find.parse`` reads them.
    """
    groups = (find(query, reader) for find in hooks.get_hooks(OTHERS_HOOK))
    return [group for group in groups if group is not None and group.items]
