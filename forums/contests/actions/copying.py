"""The next contest begins as the last one was set up."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from forums.contests.actions.locking import note
from forums.contests.actions.setting import FIELDS
from forums.models import AwardLevel, Contest, ContestGroup, Criterion, ForumEventPage
from people.models import User

TIMES = ("entry_opens_at", "entry_closes_at", "judging_ends_at")
# What the organiser wrote of each row; the rest belongs to the contest that was held.
ROWS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (ContestGroup, ("title", "stage", "subject_id", "order")),
    (Criterion, ("title", "about", "weight", "least", "most", "step", "order")),
    (AwardLevel, ("title", "most", "least_result", "order")),
)


@transaction.atomic
def copy_contest(
    *, old: ForumEventPage, new: ForumEventPage, by: User, later: timedelta
) -> Contest | None:
    """Set a contest up as the one of an earlier event: rules, groups, criteria, awards.

    Entries, jurors, points and the draw stay with the old one. A contest that is there already
    stays as it is.

    Args:
        by: organises both; the caller has asked.
        later: how much later everything takes place.

    Returns:
        the new contest; None where there was none, or one is there already.
    """
    before = Contest.objects.filter(page=old).first()
    if before is None or Contest.objects.filter(page=new).exists():
        return None
    values = {name: getattr(before, name) for name in FIELDS}
    values |= {name: _later(getattr(before, name), later) for name in TIMES}
    contest = Contest.objects.create(page=new, **values)
    for model, names in ROWS:
        model.objects.bulk_create(
            model(contest=contest, **{name: getattr(row, name) for name in names})
            for row in model.objects.filter(contest=before)
        )
    note(contest, "set_up", by=by, text=f"照“{old.title}”")
    return contest


def _later(moment: datetime | None, later: timedelta) -> datetime | None:
    return moment + later if moment else None
