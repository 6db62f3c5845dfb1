"""Which records are old enough to be let go."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Max, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Page, WorkflowState

from editorial.models import Decision


def purgeable_pages(before: datetime) -> QuerySet:
    """Return the ids of pieces whose whole record is older than a moment and no longer needed.

    Needed is what a live or scheduled piece stands on, and what a round that is open builds on.
    Queries: 1, when read.
    """
    on_the_road = (
        WorkflowState.objects.active()
        .filter(base_content_type=ContentType.objects.get_for_model(Page))
        .annotate(page_number=Cast("object_id", BigIntegerField()))
        .values("page_number")
    )
    before_readers = Page.objects.annotate_approved_schedule().filter(
        Q(live=True) | Q(_approved_schedule=True)
    )
    return (
        Decision.objects.order_by()
        .exclude(page_id__in=on_the_road)
        .exclude(page_id__in=before_readers.values("pk"))
        .values("page_id")
        .annotate(last=Max("decided_at"))
        .filter(last__lt=before)
        .order_by("page_id")
        .values_list("page_id", flat=True)
    )
