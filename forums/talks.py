"""Where a person spoke at events, told to whoever asks by ``people.talks``."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail import hooks

from forums.models import EventSession, ForumEventPage
from forums.models import Speaker as EventSpeaker
from people.talks import TALKS_HOOK, Speaker, Talk
from portal.queries import readable_pages

MOST_EVENTS = 40
# 主讲：宋稻香、叶初晴；a name stands alone between such signs.
_BETWEEN = re.compile(r"[\s、，,;；/与和]+")


@hooks.register(TALKS_HOOK)
def at_events(speaker: Speaker, reader: Any) -> Iterator[Talk]:
    """Tell the sessions of a speaker at events that the reader may open. Queries: 2.

    An event names its speakers without accounts, so name and unit must both stand there, without
    what the unit has in brackets; whoever has no unit is not looked for. Where no session names
    the person, the event itself is told.
    """
    unit_name = speaker.unit_name.partition("（")[0]
    if not (speaker.name and unit_name):
        return
    rows = EventSpeaker.objects.filter(
        page=OuterRef("pk"), name=speaker.name, affiliation__icontains=unit_name
    )
    pages = readable_pages(reader, ForumEventPage.objects.filter(Exists(rows)))
    events = {page.pk: page for page in pages.order_by("-starts_at")[:MOST_EVENTS]}
    sessions = EventSession.objects.filter(page__in=events, speaker_names__contains=speaker.name)
    told = set()
    for session in sessions:
        if speaker.name in _BETWEEN.split(session.speaker_names):
            told.add(session.page_id)
            event = events[session.page_id]
            yield _talk(event, session.starts_at or event.starts_at, session.title)
    for pk, event in events.items():
        if pk not in told:
            yield _talk(event, event.starts_at, event.kind_label)


def _talk(event: ForumEventPage, moment: Any, title: str) -> Talk:
    return Talk(timezone.localdate(moment), title, event.title, event.get_url() or "")
