"""What belongs to one person; each docstring gives the number of queries."""

from django.db.models import OuterRef, QuerySet, Subquery

from discussions.models import Contribution, Draft, Mute, Version
from people.models import User


def own_contributions(author: User) -> QuerySet[Contribution]:
    """Return what somebody said, newest first, each with how its latest version stands.

    ``latest_state``, ``latest_text``, ``latest_comment``. Queries: 1, when read.
    """
    latest = Version.objects.filter(contribution=OuterRef("pk")).order_by("-number")
    return (
        Contribution.objects.filter(author=author)
        .select_related("topic")
        .annotate(
            latest_state=Subquery(latest.values("state")[:1]),
            latest_text=Subquery(latest.values("text")[:1]),
            latest_comment=Subquery(latest.values("comment")[:1]),
        )
        .order_by("-made_at", "-pk")
    )


def own_drafts(author: User) -> QuerySet[Draft]:
    """Return what somebody typed and has not sent. Queries: 1, when read."""
    return Draft.objects.filter(author=author).exclude(data={}).select_related("topic")


def muted_people(user: User) -> set[int]:
    """Return whom somebody does not wish to hear. Queries: 1."""
    found = Mute.objects.filter(user=user.pk).exclude(person=None)
    return set(found.values_list("person_id", flat=True))


def muted_topics(user: User) -> set[int]:
    """Return the topics of which somebody does not wish to hear. Queries: 1."""
    found = Mute.objects.filter(user=user.pk).exclude(topic=None)
    return set(found.values_list("topic_id", flat=True))
