"""Reads about discussions; each docstring gives the number of queries."""

from discussions.queries.access import (
    is_editor,
    is_signed_in,
    may_look_up,
    may_read_at,
    place_for,
    rule_for,
    seen_by,
    takes_part,
    tends,
    write_answer,
)
from discussions.queries.own import muted_people, muted_topics, own_contributions, own_drafts
from discussions.queries.reading import (
    Slice,
    opening_of,
    replies_to,
    topic_for,
    topics_at,
    waiting_of,
)
from discussions.queries.waiting import (
    Waiting,
    reported,
    waiting_count,
    waiting_versions,
    with_places,
)
from discussions.queries.writers import trust_of, written_lately

__all__ = [
    "Slice",
    "Waiting",
    "is_editor",
    "is_signed_in",
    "may_look_up",
    "may_read_at",
    "muted_people",
    "muted_topics",
    "opening_of",
    "own_contributions",
    "own_drafts",
    "place_for",
    "replies_to",
    "reported",
    "rule_for",
    "seen_by",
    "takes_part",
    "tends",
    "topic_for",
    "topics_at",
    "trust_of",
    "waiting_count",
    "waiting_of",
    "waiting_versions",
    "with_places",
    "write_answer",
    "written_lately",
]
