"""Who judges, and who judges what."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible
from forums.contests import drawing
from forums.contests.actions.locking import led_contest, note, tell
from forums.contests.queries import conflicts_of, may_judge, not_ready, phase_of
from forums.contests.rules import Phase
from forums.models import Assignment, Contest, Entry, Juror
from forums.registration.queries import organises
from people.models import User


@transaction.atomic
def add_juror(*, page_id: int, by: User, user: User, group_ids: Collection[int] = ()) -> Juror:
    """Let somebody judge; one who had left comes back. The groups are those given now.

    Args:
        group_ids: empty: all groups.

    Raises:
        ReviewRefused: ``by`` does not run the contest; NotPossible: the results are public.
        ValidationError: the person runs the event, and so sees names (``person``); a group of
            another contest (``groups``).
    """
    contest = led_contest(page_id, by)
    if contest.is_published:
        raise NotPossible("结果已经公布，不能再加评委。")
    if not user.is_active:
        raise ValidationError({"person": "这个账号已经停用。"})
    if organises(user, contest.page):
        raise ValidationError(
            {"person": "这位老师能管理这场活动，看得到参赛人姓名，不能当盲评的评委。"}
        )
    groups = list(contest.groups.filter(pk__in=group_ids))
    if len(groups) != len(set(group_ids)):
        raise ValidationError({"groups": "请从列出的组里选。"})
    juror, is_new = Juror.objects.get_or_create(
        contest=contest, user=user, defaults={"added_at": timezone.now()}
    )
    came = is_new or not juror.is_active
    juror.left_at, juror.left_reason = None, ""
    juror.save()
    juror.groups.set(groups)
    if came:
        note(contest, "add_juror", by=by, text=user.name)
        url = reverse("contests:judging", args=[page_id])
        tell(contest, user.pk, "请您担任评委，作品抽签分好后再通知您。", url)
    return juror


@transaction.atomic
def drop_juror(*, juror_id: int, by: User, reason: str) -> Juror:
    """Let a juror go: what was handed in counts, what was not is drawn anew.

    Raises:
        ReviewRefused, NotPossible: see ``add_juror``; ValidationError: no reason (``reason``).
    """
    found = Juror.objects.filter(pk=juror_id).values_list("contest__page_id", flat=True).first()
    if found is None:
        raise NotPossible("没有这位评委。")
    contest = led_contest(found, by)
    juror = Juror.objects.select_related("user").get(pk=juror_id)
    if contest.is_published:
        raise NotPossible("结果已经公布，评委不能再变。")
    if not reason.strip():
        raise ValidationError({"reason": "请写一句原因，会留在比赛记录里。"})
    if not juror.is_active:
        return juror
    now = timezone.now()
    juror.left_at, juror.left_reason = now, reason.strip()[:200]
    juror.save(update_fields=["left_at", "left_reason"])
    unfinished = Assignment.objects.filter(juror=juror, ended_at=None, handed_in_at=None)
    unfinished.update(ended_at=now, end_reason="评委退出")
    note(contest, "drop_juror", by=by, text=f"{juror.user.name}：{reason.strip()}")
    if contest.is_drawn:
        fill(contest, by=by)
    return juror


@transaction.atomic
def draw_lots(*, page_id: int, by: User) -> drawing.Draw:
    """Give the entries to jurors; again: fill what has become free.

    The first time entries get their blind numbers, and nothing about them changes any more.

    Raises:
        ReviewRefused: ``by`` does not run the contest.
        NotPossible: entries still come in, have no file, or there are none; too few jurors.
    """
    contest = led_contest(page_id, by)
    phase = phase_of(contest)
    if phase == Phase.JUDGING:
        _end_conflicts(contest)
        return fill(contest, by=by)
    if phase != Phase.CLOSED:
        raise NotPossible("收作品截止以后、公布结果以前才能抽签。")
    if empty := not_ready(contest):
        numbers = "、".join(str(entry.number) for entry in empty)
        raise NotPossible(f"{numbers} 号作品没有文件，请先联系参赛人，或取消其资格。")
    entries = _entries(contest)
    if not entries:
        raise NotPossible("还没有作品。")
    numbers_of = drawing.blind_numbers(contest.seed, (entry.pk for entry in entries))
    for entry in entries:
        entry.blind_number = numbers_of[entry.pk]
    Entry.objects.bulk_update(entries, ["blind_number"], batch_size=500)
    contest.drawn_at = timezone.now()
    contest.save(update_fields=["drawn_at"])
    result = fill(contest, by=by)
    if result.short:
        # Nothing of this is stored: too few jurors is found out before anybody begins.
        numbers = "、".join(str(entry.number) for entry in entries if entry.pk in result.short)
        raise NotPossible(f"{numbers} 号作品的评委不够：回避以后凑不齐人数，请先加评委。")
    return result


def fill(contest: Contest, *, by: User | None) -> drawing.Draw:
    """Give jurors to entries that have too few; the caller holds the lock."""
    jurors = list(contest.jurors.filter(left_at=None).prefetch_related("groups"))
    entries = _entries(contest)
    kept: dict[int, set[int]] = {}
    standing = Assignment.objects.standing().filter(entry__contest=contest)
    for entry_id, juror_id in standing.values_list("entry", "juror"):
        kept.setdefault(entry_id, set()).add(juror_id)
    number = contest.draws + 1
    result = drawing.draw(
        f"{contest.seed}:{number}",
        may_judge(contest, jurors, entries),
        contest.jurors_per_entry,
        kept,
        [juror.pk for juror in jurors],
    )
    if not result.pairs:
        return result
    now = timezone.now()
    Assignment.objects.bulk_create(
        Assignment(entry_id=entry, juror_id=juror, draw=number, assigned_at=now)
        for entry, juror in result.pairs
    )
    contest.draws = number
    contest.save(update_fields=["draws"])
    short = f"，还差评委的作品 {len(result.short)} 份" if result.short else ""
    note(contest, "draw", by=by, text=f"第 {number} 次抽签，分出 {len(result.pairs)} 份次{short}")
    _tell_jurors(contest, jurors, result)
    return result


def _entries(contest: Contest) -> list[Entry]:
    rows = Entry.objects.standing().filter(contest=contest)
    return list(rows.select_related("unit").order_by("pk"))


def _tell_jurors(contest: Contest, jurors: list[Juror], result: drawing.Draw) -> None:
    got: dict[int, int] = {}
    for _, juror_id in result.pairs:
        got[juror_id] = got.get(juror_id, 0) + 1
    until = timezone.localtime(contest.judging_ends_at)
    url = reverse("contests:judging", args=[contest.page_id])
    for juror in jurors:
        if number := got.get(juror.pk):
            words = f"有 {number} 份作品请您评，{until.month}月{until.day}日 {until:%H:%M} 前交分。"
            tell(contest, juror.user_id, words, url)


def _end_conflicts(contest: Contest) -> None:
    """End what a juror may not judge any more, because somebody moved since the draw."""
    rows = Assignment.objects.standing().filter(entry__contest=contest, handed_in_at=None)
    found = list(rows.select_related("entry__unit", "juror"))
    conflicts = conflicts_of(contest, [a.juror for a in found], [a.entry for a in found])
    barred = [a.pk for a in found if conflicts.between(a.juror, a.entry)]
    rows.filter(pk__in=barred).update(ended_at=timezone.now(), end_reason="需要回避")
