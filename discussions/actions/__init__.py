"""What changes a discussion: one function a verb. Who may not see it cannot do anything with it."""

from discussions.actions.articles import (
    answer_credit,
    credited_as,
    kinds_for_articles,
    make_article,
)
from discussions.actions.attending import (
    discard_draft,
    mute_person,
    mute_topic,
    report,
    save_draft,
)
from discussions.actions.deciding import (
    approve,
    dismiss_reports,
    hide,
    lock,
    move,
    refuse,
    show,
    unlock,
)
from discussions.actions.posting import edit, open_topic, reply, withdraw

__all__ = [
    "answer_credit",
    "approve",
    "credited_as",
    "discard_draft",
    "dismiss_reports",
    "edit",
    "hide",
    "kinds_for_articles",
    "lock",
    "make_article",
    "move",
    "mute_person",
    "mute_topic",
    "open_topic",
    "refuse",
    "reply",
    "report",
    "save_draft",
    "show",
    "unlock",
    "withdraw",
]
