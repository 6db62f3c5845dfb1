"""Examining the site."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from home.health.checks import all_findings
from home.health.figures import queues
from home.health.models import HealthExam, HealthFinding, HealthSettings


def examine(now: datetime | None = None) -> HealthExam:
    """Look through the whole site and put what is found in the place of what was found before.

    The reading, which takes a while, is done before the transaction, so that nobody waits for it.
    Safe to run twice, also at the same moment.

    Args:
        now: instead of this moment.
    """
    now = now or timezone.now()
    found = all_findings(now, HealthSettings.current())
    figures = queues(now)
    with transaction.atomic():
        exam, _ = HealthExam.objects.select_for_update().get_or_create(
            pk=1, defaults={"examined_at": now}
        )
        exam.examined_at, exam.figures = now, figures
        exam.save()
        HealthFinding.objects.all().delete()
        HealthFinding.objects.bulk_create(found, batch_size=500)
    return exam
