"""Topics among the results of the search, for those who may read them."""

from typing import Any

from django.utils import timezone
from modelsearch.backends import get_search_backend
from modelsearch.query import SearchQuery

from discussions import queries
from discussions.models import Topic
from discussions.places import Place, load_places
from search.others import Other, OtherGroup

MOST = 5
# Topics that are looked at for these: some lie where the reader may not go.
LOOKED_AT = 100


def found_topics(query: SearchQuery, reader: Any, most: int = MOST) -> list[tuple[Topic, Place]]:
    """Return topics with the words of a query, of places that the reader may read.

    The index holds what visitors read and what signed-in people read apart, so that nobody finds
    a topic by a word that is not shown to them.

    Queries: 2; where something is found, those of ``load`` of each kind of place.
    """
    is_known = queries.is_signed_in(reader)
    topics = Topic.objects.filter(is_visible=True)
    fields = ["title", "visible_words"]
    if not is_known:
        topics, fields = topics.filter(is_public=True), ["title", "public_words"]
    found = list(get_search_backend().search(query, topics, fields=fields)[:LOOKED_AT])
    keys = {
        topic.key for topic in found if queries.may_read_at(reader, queries.rule_for(*topic.key))
    }
    places = load_places(reader if is_known else None, keys) if keys else {}
    readable = [(topic, places[topic.key]) for topic in found if topic.key in places]
    return readable[:most]


def topic_group(query: SearchQuery, reader: Any) -> OtherGroup:
    """Return them as the results page shows them. Queries: see ``found_topics``."""
    return OtherGroup(
        "讨论",
        [
            Other(
                topic.title,
                topic.get_absolute_url(),
                f"{place.kind.label} · {place.title}",
                timezone.localdate(topic.last_at) if topic.last_at else None,
            )
            for topic, place in found_topics(query, reader)
        ],
    )
