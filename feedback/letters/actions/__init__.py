"""What changes letters; the only writer of their rows."""

from feedback.letters.actions.handling import (
    answer,
    close,
    erase_contacts,
    give_back,
    reopen,
    see_contact,
    take,
)
from feedback.letters.actions.sending import Place, send

__all__ = [
    "Place",
    "answer",
    "close",
    "erase_contacts",
    "give_back",
    "reopen",
    "see_contact",
    "send",
    "take",
]
