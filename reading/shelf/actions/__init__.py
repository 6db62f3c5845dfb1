"""The only writer of reading records."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from people.models import User
from reading.models import ReadingRecord, ReadingState, Work


@transaction.atomic
def want_all(*, reader: User, work_ids: Collection[int]) -> int:
    """Put the books of a list on the want shelf, those left out that the reader has a record of.

    Books that the reader may not use are left out too. Queries: 4.

    Returns:
        how many books are new there.
    """
    User.objects.select_for_update().get(pk=reader.pk)
    records = ReadingRecord.objects.of(reader).filter(work__in=work_ids)
    present = set(records.values_list("work_id", flat=True))
    usable = Work.objects.usable_by(reader).filter(pk__in=work_ids)
    new = [pk for pk in usable.values_list("pk", flat=True) if pk not in present]
    today = timezone.localdate()
    ReadingRecord.objects.bulk_create(
        ReadingRecord(reader=reader, work_id=pk, state=ReadingState.WANT, wanted_on=today)
        for pk in new
    )
    return len(new)
