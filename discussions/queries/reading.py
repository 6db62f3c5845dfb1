"""What readers get of a discussion; each docstring gives the number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from discussions.models import Contribution, Topic, TopicQuerySet
from discussions.places import Place
from discussions.queries.access import is_editor, is_signed_in, place_for, seen_by

PAGE = 30


def topics_at(place: Place, reader: Any) -> TopicQuerySet:
    """Return the topics of a place that a reader of it sees, the latest first. Queries: 1."""
    topics = Topic.objects.at(*place.key).for_lists().filter(is_visible=True)
    return topics if is_signed_in(reader) else topics.filter(is_public=True)


def topic_for(reader: Any, pk: int) -> tuple[Topic, Place]:
    """Return a topic and its place, for a reader; its author and editors also before it is shown.

    Queries: 2, and those of the place's ``load``; 1 more where it is not shown.

    Raises:
        Http404: there is none for this reader; which of the reasons holds is not told.
    """
    topic = Topic.objects.select_related("author", "unit").filter(pk=pk).first()
    place = place_for(reader, topic.kind, topic.place_id) if topic else None
    if topic is None or place is None:
        raise Http404("没有这个讨论。")
    if not is_signed_in(reader):
        is_seen = topic.is_public
    else:
        is_seen = topic.is_visible or topic.author_id == reader.pk or is_editor(reader)
    if not is_seen:
        raise Http404("没有这个讨论。")
    return topic, place


def opening_of(topic: Topic, reader: Any) -> Contribution | None:
    """Return the words with which a topic begins, if the reader gets them. Queries: 2."""
    return seen_by(reader, topic.contributions.with_words().filter(is_opening=True)).first()


@dataclass(frozen=True)
class Slice:
    """A page of replies; ``first`` and ``last`` bound the pages before and behind."""

    items: list[Contribution]
    has_before: bool
    has_behind: bool

    @property
    def first(self) -> int:
        """The number of the first."""
        return self.items[0].pk

    @property
    def last(self) -> int:
        """The number of the last."""
        return self.items[-1].pk


def replies_to(topic: Topic, reader: Any, asked: Mapping[str, int], *, size: int = PAGE) -> Slice:
    """Return a page of the replies that a reader gets, oldest first. Queries: 4, at any length.

    Args:
        asked: ``{"after": n}``: those behind; ``{"before": n}``: those before; ``{"from": n}``:
            from there on; ``{"last": 1}``: the end. Nothing: the beginning.
    """
    replies: QuerySet[Contribution] = seen_by(reader, topic.contributions.all())
    replies = replies.filter(is_opening=False)
    found = replies.with_words()  # type: ignore[attr-defined]
    if "last" in asked or "before" in asked:
        if "before" in asked:
            found = found.filter(pk__lt=asked["before"])
        items = list(found.order_by("-pk")[:size])[::-1]
    else:
        if "after" in asked:
            found = found.filter(pk__gt=asked["after"])
        elif "from" in asked:
            found = found.filter(pk__gte=asked["from"])
        items = list(found.order_by("pk")[:size])
    if not items:
        return Slice([], False, False)
    return Slice(
        items,
        replies.filter(pk__lt=items[0].pk).exists(),
        replies.filter(pk__gt=items[-1].pk).exists(),
    )


def waiting_of(topic: Topic, author: Any) -> list[Contribution]:
    """Return what somebody said in a topic that readers do not get (yet), for the author only.

    What was taken back is left out. Each has its ``latest`` version. Queries: none for visitors,
    else 3.
    """
    if not is_signed_in(author):
        return []
    own = topic.contributions.filter(author=author.pk, is_visible=False, withdrawn_at=None)
    found = list(own.select_related("quoted__author").prefetch_related("versions__mentions"))
    for each in found:
        each.latest = max(each.versions.all(), key=lambda version: version.number)  # type: ignore[attr-defined]
    return found
