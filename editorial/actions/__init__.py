"""What changes the state of a piece: one function a verb, the only writers of workflow state."""

from editorial.actions.claiming import assign, claim, name_stand_in, release_claim
from editorial.actions.publishing import correct, withdraw
from editorial.actions.reviewing import (
    approve,
    approve_together,
    decline,
    hold,
    resume,
    return_to_author,
)
from editorial.actions.submitting import recall, submit
from editorial.actions.undoing import undo
from editorial.actions.writing import (
    autosave,
    create_draft,
    delete_draft,
    discard_working_copy,
    update_draft,
)

__all__ = [
    "approve",
    "approve_together",
    "assign",
    "autosave",
    "claim",
    "correct",
    "create_draft",
    "decline",
    "delete_draft",
    "discard_working_copy",
    "hold",
    "name_stand_in",
    "recall",
    "release_claim",
    "resume",
    "return_to_author",
    "submit",
    "undo",
    "update_draft",
    "withdraw",
]
