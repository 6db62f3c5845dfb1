"""What will be published when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from wagtail.models import Page, Revision

from editorial.queries.standing import submission_content_types


@dataclass(frozen=True)
class Planned:
    """A piece and the moment of its publication; ``is_out``: that has passed."""

    page_id: int
    title: str
    moment: datetime
    is_out: bool = False


def planned(first: date, last: date) -> list[Planned]:
    """Return what is approved for publication on these local days, by time. Queries: 2."""
    begin, end = _midnight(first), _midnight(last + timedelta(days=1))
    rows = Revision.page_revisions.filter(
        approved_go_live_at__gte=begin, approved_go_live_at__lt=end
    ).values_list("object_id", "approved_go_live_at", "object_str")
    rows = list(rows.order_by("approved_go_live_at", "pk"))
    titles = dict(
        Page.objects.filter(pk__in=[int(row[0]) for row in rows]).values_list("pk", "draft_title")
    )
    return [Planned(int(pk), titles.get(int(pk), words), moment) for pk, moment, words in rows]


def published_on(day: date) -> list[Planned]:
    """Return the pieces that were published on a local day, by time. Queries: 1."""
    begin, end = _midnight(day), _midnight(day + timedelta(days=1))
    pages = Page.objects.live().filter(
        content_type__in=submission_content_types(),
        last_published_at__gte=begin,
        last_published_at__lt=end,
    )
    rows = pages.order_by("last_published_at").values_list("pk", "title", "last_published_at")
    return [Planned(pk, title, moment, is_out=True) for pk, title, moment in rows]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))
