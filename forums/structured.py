"""What search engines read about an event: when, where, how, and who speaks."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils import timezone

from portal.structured import Data, person, publisher, thing

if TYPE_CHECKING:
    from forums.models import ForumEventPage

_SCHEMA = "https://schema.org/"
_ATTENDANCE = {
    "on_site": f"{_SCHEMA}OfflineEventAttendanceMode",
    "online": f"{_SCHEMA}OnlineEventAttendanceMode",
    "hybrid": f"{_SCHEMA}MixedEventAttendanceMode",
}


def event_data(event: "ForumEventPage", article: Data, request: HttpRequest) -> Data:
    """Return an event; the article about it, as long as it has no day. Queries: 1.

    Args:
        article: what is said of every piece.
    """
    if event.starts_at is None:
        return article
    moments = {"startDate": event.starts_at, "endDate": event.ends_at}
    return thing(
        "Event",
        name=event.title,
        **{key: article.get(key) for key in ("url", "description", "image", "inLanguage")},
        **{
            name: moment and timezone.localtime(moment).isoformat()
            for name, moment in moments.items()
        },
        eventAttendanceMode=_ATTENDANCE[event.mode],
        location=_places(event, str(article["url"])),
        organizer=publisher(request),
        performer=[person(speaker.name) for speaker in event.speakers.all() if speaker.name],
    )


def _places(event: "ForumEventPage", url: str) -> list[Data]:
    """The hall, the page that leads to the meeting, or both: which of them, says the mode."""
    places = []
    if event.mode != event.Mode.ONLINE and event.place:
        places.append(thing("Place", name=event.place, address=event.place))
    if event.mode != event.Mode.ON_SITE:
        places.append(thing("VirtualLocation", url=url))
    return places
