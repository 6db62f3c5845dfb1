"""Reads about pieces on the editorial road; each docstring gives the number of queries."""

from editorial.queries.queue import QueueFilter, overdue, queue_for, queue_summary
from editorial.queries.reviewing import (
    approvals_of,
    last_undoable,
    may_look_at,
    may_take_step,
    possible_reviewers,
    review_answer,
    review_facts,
    stand_ins_for,
    writer_ids,
)
from editorial.queries.roads import road_for, road_of, roads
from editorial.queries.standing import (
    Standing,
    own_pages,
    own_pieces,
    returned_pages,
    standing_of,
    submission_types,
    unsaved_copies,
    with_standing,
)

__all__ = [
    "QueueFilter",
    "Standing",
    "approvals_of",
    "last_undoable",
    "may_look_at",
    "may_take_step",
    "overdue",
    "own_pages",
    "own_pieces",
    "possible_reviewers",
    "queue_for",
    "queue_summary",
    "returned_pages",
    "review_answer",
    "review_facts",
    "road_for",
    "road_of",
    "roads",
    "stand_ins_for",
    "standing_of",
    "submission_types",
    "unsaved_copies",
    "with_standing",
    "writer_ids",
]
