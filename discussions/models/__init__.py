from discussions.models.articles import Article, Credit
from discussions.models.contributions import (
    LONGEST_QUOTE,
    Contribution,
    ContributionQuerySet,
    Draft,
    Mention,
    Version,
    squeezed,
)
from discussions.models.moderation import ModerationEntry, Mute, Reason, Report
from discussions.models.settings import DiscussionSettings, PlaceRule
from discussions.models.topics import Topic, TopicQuerySet

__all__ = [
    "LONGEST_QUOTE",
    "Article",
    "Contribution",
    "ContributionQuerySet",
    "Credit",
    "DiscussionSettings",
    "Draft",
    "Mention",
    "ModerationEntry",
    "Mute",
    "PlaceRule",
    "Reason",
    "Report",
    "Topic",
    "TopicQuerySet",
    "Version",
    "squeezed",
]
