"""The results become public, once; a correction says that it is one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible
from forums.contests.actions.locking import led_contest, note, tell
from forums.contests.queries import Computed, computed, phase_of, short_of_jurors
from forums.contests.rules import Phase
from forums.models import Assignment, Contest, Entry
from people.models import User


@transaction.atomic
def publish(*, page_id: int, by: User) -> Contest:
    """Publish the results: compute, keep each way to its result, tell the entrants. Once.

    Raises:
        ReviewRefused: ``by`` does not run the contest.
        NotPossible: not drawn yet, published already, or points are missing.
    """
    contest = led_contest(page_id, by)
    if contest.is_published:
        raise NotPossible("结果已经公布过了。")
    if phase_of(contest) != Phase.JUDGING:
        raise NotPossible("还没有抽签评审，没有结果可以公布。")
    _require_whole(contest)
    rows = computed(contest)
    if not rows:
        raise NotPossible("没有作品，没有结果可以公布。")
    _keep(rows)
    contest.published_at, contest.published_by = timezone.now(), by
    contest.save(update_fields=["published_at", "published_by"])
    note(contest, "publish", by=by, text=f"{len(rows)} 份作品")
    for row in rows:
        url = reverse("contests:entry", args=[row.entry.pk])
        tell(contest, row.entry.contestant_id, "结果公布了，您可以看自己的得分和评语。", url)
    return contest


@transaction.atomic
def correct(*, page_id: int, by: User, reason: str) -> list[Entry]:
    """Compute the published results anew, after an objection; the page says that and why.

    Returns:
        the entries whose result or award changed; their entrants are told.

    Raises:
        ReviewRefused: ``by`` does not run the contest.
        NotPossible: nothing is published, or points that were given back are missing.
        ValidationError: no reason.
    """
    contest = led_contest(page_id, by)
    if not contest.is_published:
        raise NotPossible("结果还没有公布，不用更正。")
    if not reason.strip():
        raise ValidationError({"reason": "请写一句更正的原因，会公布在结果旁边。"})
    _require_whole(contest)
    standing = contest.entries.values_list("pk", "result", "place", "award")
    before = {pk: rest for pk, *rest in standing}
    rows = computed(contest)
    _keep(rows)
    contest.corrected_at, contest.correction = timezone.now(), reason.strip()[:200]
    contest.save(update_fields=["corrected_at", "correction"])
    changed = [
        row.entry
        for row in rows
        if [row.entry.result, row.entry.place, row.entry.award_id] != before[row.entry.pk]
    ]
    numbers = "、".join(str(entry.number) for entry in changed) or "无"
    note(contest, "correct", by=by, text=f"{reason.strip()}；有变化的作品：{numbers}")
    for entry in changed:
        url = reverse("contests:entry", args=[entry.pk])
        tell(contest, entry.contestant_id, "结果有更正，您的得分或奖项变了。", url)
    return changed


def _require_whole(contest: Contest) -> None:
    missing = Assignment.objects.standing().filter(entry__contest=contest, handed_in_at=None)
    if number := missing.count():
        raise NotPossible(f"还有 {number} 份次没有交分。")
    if short := short_of_jurors(contest):
        numbers = "、".join(str(entry.number) for entry in short)
        raise NotPossible(f"{numbers} 号作品的评委不够，请加评委后补抽。")


def _keep(rows: list[Computed]) -> None:
    for row in rows:
        row.entry.result = row.result.value
        row.entry.place = row.standing.place if row.standing else None
        row.entry.award_id = row.standing.award if row.standing else None
        row.entry.explanation = row.explanation
    fields = ["result", "place", "award", "explanation"]
    Entry.objects.bulk_update([row.entry for row in rows], fields, batch_size=200)
