"""Giving a piece its number in the office's register."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from editorial.models import Decision, ManuscriptNumber, ManuscriptYear


@transaction.atomic
def number_for(page: Page) -> ManuscriptNumber:
    """Return the piece's number; the first time it is asked for, the next one of the year.

    The year is that of the first row of the record, or this one. Numbers of a year have no gaps:
    the counter is locked until the transaction ends, and one that fails gives its number back.
    Called by ``submit``, whose record it belongs to. Queries: 1, the first time 6.
    """
    if known := ManuscriptNumber.objects.filter(pk=page.pk).first():
        return known
    moments = Decision.objects.filter(page_id=page.pk).values_list("decided_at", flat=True)
    year = timezone.localtime(moments.first() or timezone.now()).year
    ManuscriptYear.objects.get_or_create(pk=year)
    counter = ManuscriptYear.objects.select_for_update().get(pk=year)
    # The same piece may have been numbered while this transaction waited for the lock.
    if known := ManuscriptNumber.objects.filter(pk=page.pk).first():
        return known
    counter.last += 1
    counter.save(update_fields=["last"])
    return ManuscriptNumber.objects.create(page_id=page.pk, year=year, number=counter.last)
