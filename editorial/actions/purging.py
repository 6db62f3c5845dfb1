"""Letting go of old records, where the district has set a time for keeping them."""

import calendar
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import Page

from editorial.errors import NotPossible, ReviewRefused
from editorial.guarding import RECORD
from editorial.models import Decision, EditorialSettings, Notification, Release
from editorial.queries.retention import purgeable_pages
from people.models import User
from people.roles import Role, has_role

SHORTEST_MONTHS = 6  # the product's rule: kept at least six months
BATCH = 500  # pieces a transaction


@dataclass(frozen=True)
class Purged:
    """What was let go, or would be: pieces, decisions, releases."""

    pieces: int = 0
    decisions: int = 0
    releases: int = 0

    def __add__(self, other: "Purged") -> "Purged":
        return Purged(
            self.pieces + other.pieces,
            self.decisions + other.decisions,
            self.releases + other.releases,
        )


def purge_record(*, by: User | None, now: datetime, dry_run: bool = False) -> Purged:
    """Delete the record of pieces whose last row is older than ``retention_months``.

    The record of a piece goes as a whole or stays as a whole, so a sheet is never half. Pieces
    that are live, scheduled, in review or with their author for changes keep theirs. Numbers stay.
    Each batch is one transaction with its own line in the site's log; safe to run again.

    Args:
        by: a site administrator; ``None`` for the machine's own schedule.
        now: the moment to count back from.
        dry_run: only count.

    Raises:
        ReviewRefused: the person is no site administrator.
        NotPossible: the setting is below the floor.
    """
    if by is not None and not has_role(by, Role.SITE_ADMIN):
        raise ReviewRefused("只有站点管理员可以清理审稿记录。")
    months = EditorialSettings.load().retention_months
    if months is None:
        return Purged()
    if months < SHORTEST_MONTHS:
        raise NotPossible(f"审稿记录至少保留 {SHORTEST_MONTHS} 个月，现在的设置是 {months} 个月。")
    before = months_before(now, months)
    if dry_run:
        return _counted(purgeable_pages(before))
    total = Purged()
    while page_ids := list(purgeable_pages(before)[:BATCH]):
        total += _purge(page_ids, before, by)
    return total


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day and time ``months`` earlier; the month's last day where it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


@transaction.atomic
def _purge(page_ids: list[int], before: datetime, by: User | None) -> Purged:
    # Locked and asked again: somebody may hand in an old piece at this moment.
    list(Page.objects.select_for_update().filter(pk__in=page_ids).values_list("pk"))
    page_ids = list(purgeable_pages(before).filter(page_id__in=page_ids))
    if not page_ids:
        return Purged()
    purged = _counted(page_ids)
    # Word about a decision outlives it.
    Notification.objects.filter(decision__page_id__in=page_ids).update(decision=None)
    with RECORD.opened():
        for model in (Release, Decision):  # a release points at its decision
            rows = model.objects.filter(page_id__in=page_ids)
            rows._raw_delete(rows.db)
    log(
        instance=EditorialSettings.load(),
        action="editorial.record.purge",
        user=by,
        data={
            "before": before.date().isoformat(),
            "pieces": purged.pieces,
            "decisions": purged.decisions,
            "releases": purged.releases,
        },
    )
    return purged


def _counted(page_ids: QuerySet | list[int]) -> Purged:
    return Purged(
        pieces=len(page_ids),
        decisions=Decision.objects.filter(page_id__in=page_ids).count(),
        releases=Release.objects.filter(page_id__in=page_ids).count(),
    )
