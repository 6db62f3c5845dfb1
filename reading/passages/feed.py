"""The Atom feed of passages: the last thirty days, never a coming one."""

from datetime import date, datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from editorial.forms.fields import without_control
from media.drawing.marks import attribution
from portal.models import SiteIdentity
from reading.models import PassageDay
from reading.passages import queries

ENTRIES = 30


class PassageFeed(Feed):
    """``/reading/passage/feed.xml``. Queries: 2."""

    feed_type = Atom1Feed
    language = "zh-hans"

    def get_object(self, request: HttpRequest) -> str:
        return str(SiteIdentity.for_request(request).site_name)

    def title(self, site: str) -> str:
        return without_control(f"{site}·每天读段“教育学”")

    def link(self, site: str) -> str:
        return reverse("reading:passage_today")

    def items(self, site: str) -> list[PassageDay]:
        """The newest days that are shown."""
        return list(queries.shown()[:ENTRIES])

    def item_title(self, item: PassageDay) -> str:
        day: date = item.date
        return f"{day.year}年{day.month}月{day.day}日"

    def item_description(self, item: PassageDay) -> str:
        said = item.passage
        return without_control(f"{said.text}——{attribution(said.author, said.source)}")

    def item_author_name(self, item: PassageDay) -> str:
        return without_control(item.passage.author)

    def item_pubdate(self, item: PassageDay) -> datetime:
        return timezone.make_aware(datetime.combine(item.date, time.min))

    def item_updateddate(self, item: PassageDay) -> datetime:
        return self.item_pubdate(item)
