"""Rows are locked in one order by everybody: writer, topic, contribution."""

from discussions import queries
from discussions.models import Contribution, PlaceRule, Topic
from discussions.places import Place
from editorial.errors import NotPossible
from people.models import User

GONE = "没有这个讨论。"


def locked_writer(author: User) -> User:
    """Return the account, locked: what one person sends twice at once comes one after the other.

    ``no_key``: rows that name the person may be written meanwhile.
    """
    return User.objects.select_for_update(no_key=True).get(pk=author.pk)


def locked_topic(topic_id: int) -> Topic:
    """Return a topic, locked.

    Raises:
        NotPossible: there is none.
    """
    topics = Topic.objects.select_for_update(no_key=True)
    topic = topics.filter(pk=topic_id).first()
    if topic is None:
        raise NotPossible(GONE)
    return topic


def locked_contribution(contribution_id: int) -> Contribution:
    """Return a contribution with its topic, both locked.

    Raises:
        NotPossible: there is none.
    """
    found = Contribution.objects.filter(pk=contribution_id).values_list("topic_id", flat=True)
    topic_id = found.first()
    if topic_id is None:
        raise NotPossible("没有这条发言。")
    topic = locked_topic(topic_id)
    contribution = Contribution.objects.select_for_update(no_key=True).get(pk=contribution_id)
    contribution.topic = topic
    return contribution


def open_place(user: User, kind: str, pk: int) -> tuple[Place, PlaceRule]:
    """Return a place whose discussion somebody may read, and its rule.

    Raises:
        NotPossible: there is none for this person.
    """
    place = queries.place_for(user, kind, pk)
    if place is None:
        raise NotPossible(GONE)
    return place, queries.rule_for(kind, pk)
