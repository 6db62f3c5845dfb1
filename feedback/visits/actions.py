"""What changes counts of views."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from feedback.models import FeedbackSettings, PageViews
from feedback.visits.rules import month_of
from portal.queries import public_pages


@transaction.atomic
def store(counts: Mapping[tuple[int, date], int]) -> int:
    """Add counts to their rows; pages that the public cannot read have none.

    Args:
        counts: openings by page and day.

    Returns:
        how many rows changed. Queries: 2, and 1 a row; up to 3 for a page new that day.
    """
    asked = {page_id for page_id, _ in counts}
    known = set(public_pages().filter(pk__in=asked).values_list("pk", flat=True))
    stored = 0
    for (page_id, day), views in sorted(counts.items()):
        if page_id not in known:
            continue
        rows = PageViews.objects.filter(page=page_id, first_day=day, is_month=False)
        if not rows.update(views=F("views") + views):
            # An empty row first: another process may write the same one at this moment.
            PageViews.objects.bulk_create(
                [PageViews(page_id=page_id, first_day=day)], ignore_conflicts=True
            )
            rows.update(views=F("views") + views)
        stored += 1
    return stored


@transaction.atomic
def roll_up(today: date | None = None) -> int:
    """Join days long past into months; safe to run again. Returns how many rows of days are gone.

    Queries: 3, and up to 3 a page and month.
    """
    kept = FeedbackSettings.current().view_days
    oldest = (today or timezone.localdate()) - timedelta(days=kept)
    # Whole months only: a month is never half joined. Nobody counts for days so long past.
    days = PageViews.objects.filter(is_month=False, first_day__lt=month_of(oldest))
    sums = days.order_by().values_list("page_id", TruncMonth("first_day"))
    for page_id, month, views in list(sums.annotate(n=Sum("views"))):
        row, is_new = PageViews.objects.get_or_create(
            page_id=page_id, first_day=month, is_month=True, defaults={"views": views}
        )
        if not is_new:
            PageViews.objects.filter(pk=row.pk).update(views=F("views") + views)
    gone: int = days.delete()[0]
    return gone
