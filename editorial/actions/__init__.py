"""What changes the state of a piece: one function a verb, the only writers of workflow state."""

from editorial.actions.reviewing import approve, return_to_author, withdraw
from editorial.actions.submitting import recall, submit
from editorial.actions.writing import (
    autosave,
    create_draft,
    delete_draft,
    discard_working_copy,
    update_draft,
)

__all__ = [
    "approve",
    "autosave",
    "create_draft",
    "delete_draft",
    "discard_working_copy",
    "recall",
    "return_to_author",
    "submit",
    "update_draft",
    "withdraw",
]
