"""What is known of a writer; each docstring gives the number of queries."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from discussions.enums import State
from discussions.models import Contribution, DiscussionSettings, Version
from discussions.rules import Trust
from people.models import User

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def trust_of(author: User, now: datetime) -> Trust:
    """Return how far editors have come to trust somebody. Queries: 3."""
    said = Version.objects.filter(contribution__author=author)
    standing = said.filter(
        state=State.APPROVED, contribution__hidden_at=None, contribution__withdrawn_at=None
    )
    since = now - timedelta(days=DiscussionSettings.load().doubt_days)
    in_doubt = (
        said.filter(state=State.REFUSED, decided_at__gt=since).exists()
        or Contribution.objects.filter(author=author, hidden_at__gt=since).exists()
    )
    return Trust(standing.values("contribution").distinct().count(), in_doubt)


def written_lately(author: User, now: datetime) -> dict[str, int]:
    """Return how many versions somebody handed in within an hour and within a day. Queries: 1."""
    lately = Version.objects.filter(contribution__author=author, made_at__gt=now - DAY)
    return lately.aggregate(
        last_hour=Count("pk", filter=Q(made_at__gt=now - HOUR)), last_day=Count("pk")
    )
