"""What changes the ledger: proposing, confirming, taking back by a counter-entry."""

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from forums.attendance.access import is_editor, may_host, session_for_host
from forums.attendance.queries import span_of
from forums.hours import queries, rules
from forums.models import (
    Attendance,
    AttendanceSettings,
    EventSession,
    HoursConfirmation,
    HoursEntry,
    HoursExport,
    HoursSpan,
    slot_of,
)
from forums.notices import tell
from people.choices import Role
from people.models import User
from people.roles import has_role, in_scope

MOST_AT_ONCE = 1000
CHANGED = "到场记录有改动"
Step = HoursConfirmation.Step


def propose(*, session_id: int, by: User) -> int:
    """Turn the attendances of a finished session into proposed hours; again adds what is missing.

    Args:
        by: keeps the door of the event.

    Returns:
        how many entries are new.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``session_for_host``; the session is not over, or
            has no planned hours.
    """
    session = session_for_host(by, session_id)
    if session.ends_at is None or session.ends_at > timezone.now():
        raise NotPossible("这一场还没有结束，结束以后再提出学时。")
    if not session.planned_quarters:
        raise NotPossible("这一场没有拟认定学时，不能提出。")
    return _propose(session, by)


def propose_finished(*, days: int = 30) -> int:
    """Propose the hours of all live sessions that ended in the last days; safe to run again.

    Each session in a transaction of its own. Returns how many entries are new.
    """
    now = timezone.now()
    sessions = EventSession.objects.filter(
        page__live=True,
        planned_quarters__gt=0,
        ends_at__lte=now,
        ends_at__gt=now - timedelta(days=days),
    )
    return sum(_propose(session, None) for session in sessions.select_related("page"))


@transaction.atomic
def _propose(session: EventSession, by: User | None) -> int:
    marks = Attendance.objects.present().filter(session=session)
    marks = marks.exclude(hours__in=HoursEntry.objects.standing().filter(session=session))
    attendances = list(marks.select_related("unit").order_by("user"))
    return len(_enter(session, attendances, by))


def _enter(
    session: EventSession, attendances: list[Attendance], by: User | None
) -> list[HoursEntry]:
    """Write the proposals of attendances that have none; people are locked, in one order."""
    ids = [each.user_id for each in attendances]
    # Two sessions that overlap are proposed one after the other for the same person.
    _lock_people(ids)
    known = HoursEntry.objects.standing().filter(attendance__in=attendances)
    done = set(known.values_list("attendance", flat=True))
    day = timezone.localdate(session.starts_at)
    units = queries.units_on(day, ids)
    taken = queries.taken_spans(session, ids)
    ceilings = queries.ceilings_on(day, session.page_id, ids)
    rounds = dict(
        HoursEntry.objects.filter(attendance__in=attendances)
        .order_by()
        .values_list("attendance")
        .annotate(last=Max("round"))
    )
    grace = AttendanceSettings.load().grace_minutes
    entries, spans = [], []
    for each in attendances:
        unit = units.get(each.user_id) or each.unit
        if each.pk in done or unit is None:
            continue
        worth, covered = rules.worth_of(
            session.planned_quarters,
            slot_of(session).minutes,
            span_of(each, session, grace),
            taken.get(each.user_id, []),
            ceilings.of(each.user_id),
        )
        if not worth.quarters:
            continue
        ceilings.take(each.user_id, worth.quarters)
        entries.append(
            HoursEntry(
                attendance=each,
                round=rounds.get(each.pk, 0) + 1,
                user_id=each.user_id,
                unit=unit,
                session=session,
                event_title=session.page.title,
                session_title=session.title,
                day=day,
                quarters=worth.quarters,
                planned_quarters=session.planned_quarters,
                minutes=rules.minutes_of(covered),
                basis=session.hours_basis,
                why_less=worth.reason[:300],
                made_by=by,
            )
        )
        spans.append(covered)
    made = HoursEntry.objects.bulk_create(entries)
    HoursSpan.objects.bulk_create(
        HoursSpan(entry=entry, starts_at=start, ends_at=end)
        for entry, covered in zip(made, spans, strict=True)
        for start, end in covered
    )
    return made


@transaction.atomic
def follow(*, attendance: Attendance, by: User) -> None:
    """Let the ledger follow an attendance that was changed, voided or restored.

    The standing entry is taken back by a counter-entry; what the attendance is worth now is
    proposed anew, to be confirmed anew. An attendance without an entry waits for ``propose``.
    """
    _lock_people([attendance.user_id])
    rows = HoursEntry.objects.proposals().filter(attendance=attendance)
    standing = rows.select_for_update(no_key=True).order_by("-round").first()
    if standing is not None and not _countered([standing]):
        _counter(standing, by, CHANGED)
        if attendance.stands:
            _enter(attendance.session, [attendance], by)


@transaction.atomic
def confirm(*, entry_ids: Collection[int], by: User, step: str) -> int:
    """Confirm entries as their host or as the teacher's school; again changes nothing.

    Args:
        by: keeps the door of the event; or administers the unit. Never the teacher.
        step: a value of ``HoursConfirmation.Step``; the school follows the host.

    Returns:
        how many confirmations are new.

    Raises:
        ReviewRefused: one of them is not for this person to confirm.
        NotPossible: one of them was taken back, or waits for its host.
        ValidationError: none, or too many.
    """
    entries = _locked(entry_ids)
    entitled = _entitlements(entries, by, step)
    confirmed = HoursConfirmation.objects.filter(entry__in=entries)
    steps = set(confirmed.values_list("entry", "step"))
    fresh, countered = [], _countered(entries)
    for entry in entries:
        is_standing = entry.pk not in countered
        _require_say(entry, by, is_entitled=entitled[entry.pk], is_standing=is_standing)
        if step == Step.SCHOOL and (entry.pk, Step.HOST) not in steps:
            raise NotPossible(f"{entry.user.name}的这条学时还没有经主持人确认。")
        if (entry.pk, step) not in steps:
            fresh.append(HoursConfirmation(entry=entry, step=step, by=by))
    HoursConfirmation.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def counter(*, entry_id: int, by: User, reason: str) -> HoursEntry:
    """Take an entry back by a counter-entry; the row itself stays.

    Args:
        by: whoever may confirm it at one of the steps.
        reason: the teacher reads it.

    Raises:
        ReviewRefused: ``by`` may not.
        NotPossible: there is no such entry, or it was taken back.
        ValidationError: no reason.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "请写明理由，本人会看到。"})
    (entry,) = _locked([entry_id])
    entitled = (
        _entitlements([entry], by, Step.HOST)[entry.pk]
        or _entitlements([entry], by, Step.SCHOOL)[entry.pk]
    )
    is_standing = not _countered([entry])
    _require_say(entry, by, is_entitled=entitled, is_standing=is_standing)
    made = _counter(entry, by, reason)
    tell(
        recipient_id=entry.user_id,
        page=entry.session.page,
        words=f"{entry.hours} 学时（{entry.session_title}）已冲销：{reason}。",
        url=reverse("hours:own"),
    )
    return made


def _lock_people(ids: Collection[int]) -> None:
    """Lock accounts in one order; rows that refer to them can still be written by others."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _counter(entry: HoursEntry, by: User, reason: str) -> HoursEntry:
    copied = (
        "attendance", "round", "user_id", "unit_id", "session", "event_title", "session_title",
        "day", "planned_quarters", "minutes", "basis",
    )  # fmt: skip
    return HoursEntry.objects.create(
        **{name: getattr(entry, name) for name in copied},
        quarters=-entry.quarters,
        counters=entry,
        reason=reason[:200],
        made_by=by,
    )


def _locked(entry_ids: Collection[int]) -> list[HoursEntry]:
    """Return proposals, locked in one order.

    Raises:
        ValidationError: none, or too many; ``NotPossible``: one of them does not exist.
    """
    ids = set(entry_ids)
    if not ids:
        raise ValidationError({"entries": "请先选学时。"})
    if len(ids) > MOST_AT_ONCE:
        raise ValidationError({"entries": f"一次最多确认 {MOST_AT_ONCE} 条。"})
    rows = (
        HoursEntry.objects.proposals().select_for_update(of=("self",), no_key=True).order_by("pk")
    )
    entries = list(rows.select_related("user", "unit", "session__page").filter(pk__in=ids))
    if len(entries) < len(ids):
        raise NotPossible("有的学时记录不存在，请刷新后再试。")
    return entries


def _entitlements(entries: list[HoursEntry], by: User, step: str) -> dict[int, bool]:
    """Say for each entry whether a person has the say at a step. Queries: a few a page or unit."""
    if step == Step.HOST:
        pages = {entry.session.page_id: entry.session.page for entry in entries}
        hosted = {pk: may_host(by, page) for pk, page in pages.items()}
        return {entry.pk: hosted[entry.session.page_id] for entry in entries}
    units = {entry.unit_id: entry.unit for entry in entries}
    schooled = {pk: in_scope(by, Role.SCHOOL_ADMIN, unit) for pk, unit in units.items()}
    return {entry.pk: schooled[entry.unit_id] for entry in entries}


def _countered(entries: list[HoursEntry]) -> set[int]:
    """Return which of them were taken back; asked once they are locked. Queries: 1."""
    rows = HoursEntry.objects.filter(counters__in=entries)
    return {pk for pk in rows.values_list("counters", flat=True) if pk is not None}


def _require_say(entry: HoursEntry, by: User, *, is_entitled: bool, is_standing: bool) -> None:
    answer = rules.may_confirm(
        by_id=by.pk, owner_id=entry.user_id, is_entitled=is_entitled, is_standing=is_standing
    )
    if answer:
        return
    if is_entitled and by.pk != entry.user_id:
        raise NotPossible(answer.reason)
    raise ReviewRefused(answer.reason)


@transaction.atomic
def record_export(
    *, by: User, since: date, until: date, scope: str, reason: str, rows: int
) -> HoursExport:
    """Keep who took hours out of the house.

    Raises:
        ReviewRefused: neither an editor nor a school administrator.
    """
    if not (is_editor(by) or has_role(by, Role.SCHOOL_ADMIN)):
        raise ReviewRefused("只有学校管理员和编辑可以导出学时。")
    return HoursExport.objects.create(
        by=by, since=since, until=until, scope=scope[:200], reason=reason, rows=rows
    )
