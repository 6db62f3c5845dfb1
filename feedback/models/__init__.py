from feedback.models.letters import (
    LONGEST_CONTACT,
    LONGEST_PATH,
    LONGEST_QUOTE,
    LONGEST_REPLY,
    Handling,
    Letter,
)
from feedback.models.settings import FeedbackSettings, TrustedHost
from feedback.models.visits import PageViews

__all__ = [
    "LONGEST_CONTACT",
    "LONGEST_PATH",
    "LONGEST_QUOTE",
    "LONGEST_REPLY",
    "FeedbackSettings",
    "Handling",
    "Letter",
    "PageViews",
    "TrustedHost",
]
