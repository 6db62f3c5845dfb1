"""A host marks others: by hand, by their tickets, by the codes of the printed sheet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from editorial.errors import NotPossible
from forums.attendance import queries, rules, tokens
from forums.attendance.actions.locking import markable, people_of, standing
from forums.attendance.errors import CodeIsWrong
from forums.models import (
    Attendance,
    AttendanceChange,
    AttendanceSettings,
    EventSession,
    ForumEventPage,
    Registration,
    slot_of,
)
from people.models import User

MOST_AT_ONCE = 1000


@transaction.atomic
def mark(
    *,
    session_id: int,
    by: User,
    user_ids: Collection[int],
    way: str = Attendance.Way.HAND,
    arrived_at: datetime | None = None,
    is_late: bool = False,
) -> list[Attendance]:
    """Mark people as present; those who are already stay as they are.

    Args:
        by: keeps the door.
        user_ids: whom, never oneself.
        way: a value of ``Attendance.Way``.
        arrived_at: when they came; none: in time.
        is_late: the word itself came late, from a host's phone.

    Returns:
        the new ones.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``session_for_host``; too early or too late.
        ValidationError: nobody, too many, oneself, or somebody who is not there.
    """
    session = markable(session_id, by)
    ids = set(user_ids)
    if not ids:
        raise ValidationError({"people": "请先选人。"})
    if len(ids) > MOST_AT_ONCE:
        raise ValidationError({"people": f"一次最多登记 {MOST_AT_ONCE} 人。"})
    if by.pk in ids:
        raise ValidationError({"people": "自己的到场不能自己登记，请扫码，或请另一位主持人登记。"})
    people = people_of(ids)
    if len(people) < len(ids):
        raise ValidationError({"people": "有的账号不存在或已停用，请刷新后重选。"})
    seated = set(
        Registration.objects.seated()
        .filter(page=session.page_id, user__in=ids)
        .values_list("user", flat=True)
    )
    is_for_registered = queries.takes_registrations(session.page_id)
    now = timezone.now()
    fresh = [
        Attendance(
            session=session,
            user=person,
            unit=person.unit,
            way=way,
            arrived_at=arrived_at,
            received_at=now,
            is_late=is_late,
            is_walk_in=is_for_registered and person.pk not in seated,
            marked_by=by,
        )
        for person in people
    ]
    # Somebody may sign in at this very moment: the first row stays, ours is left out.
    Attendance.objects.bulk_create(fresh, ignore_conflicts=True)
    keys = [each.key for each in fresh]
    made = list(Attendance.objects.filter(session=session, key__in=keys).select_related("user"))
    verb, note = AttendanceChange.Verb.NOTED, Attendance.Way(way).label
    AttendanceChange.objects.bulk_create(
        AttendanceChange(attendance=each, by=by, verb=verb, note=note, at=now) for each in made
    )
    return made


def mark_ticket(
    *, session_id: int, by: User, text: str, kept_at: datetime | None = None
) -> Attendance:
    """Mark the person whose ticket a host reads at the door. Again changes nothing.

    Args:
        text: the code as typed, or the address in the QR code.
        kept_at: when the host's phone read it, if it could not send it at once.

    Raises:
        CodeIsWrong: no ticket of ours, or one for another event.
        NotPossible, ReviewRefused, Http404: see ``mark``; or marked as absent.
    """
    session = markable(session_id, by)
    person = ticket_holder(session=session, text=text)
    known = Attendance.objects.filter(session=session, user=person).first()
    if known:
        return standing(known)
    now, figures = timezone.now(), AttendanceSettings.load().figures
    arrival = rules.kept_arrival(kept_at or now, now, slot_of(session), figures)
    if arrival.refusal:
        raise NotPossible(arrival.refusal)
    try:
        mark(
            session_id=session_id,
            by=by,
            user_ids=[person.pk],
            way=Attendance.Way.TICKET,
            arrived_at=arrival.at,
            is_late=arrival.is_late,
        )
    except ValidationError as error:
        raise NotPossible("".join(error.messages)) from None
    return standing(Attendance.objects.get(session=session, user=person))


def ticket_holder(*, session: EventSession, text: str) -> User:
    """Return whose ticket it is. Queries: 1 or 2.

    Raises:
        CodeIsWrong: no ticket of ours, one for another event, or of an account that was closed.
    """
    ticket = tokens.read_ticket(text, session.page_id)
    if ticket is None:
        raise CodeIsWrong("这不是入场码，或者有一位看错了。请对方打开“我的入场码”再试。")
    if ticket.event_id != session.page_id:
        other = ForumEventPage.objects.filter(pk=ticket.event_id, live=True).first()
        named = f"“{other.title}”" if other else "另一场活动"
        raise CodeIsWrong(f"这是{named}的入场码，不是这一场的。")
    people = people_of({ticket.user_id})
    if not people:
        raise CodeIsWrong("这个账号已经停用。")
    return people[0]


@dataclass
class Marked:
    """What came of a list of codes.

    Attributes:
        made: the new attendances.
        known: how many were marked already.
        wrong: each code that means nobody, with the reason.
    """

    made: list[Attendance] = field(default_factory=list)
    known: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def mark_codes(*, session_id: int, by: User, codes: Iterable[str]) -> Marked:
    """Mark people by the codes of the printed sheet's rows, or by their staff numbers.

    What is right is marked; what is wrong comes back with its reason.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``.
    """
    session = markable(session_id, by)
    rows = {row.number: row.user for row in queries.sheet_of(session)}
    result, ids = Marked(), {}
    for code in dict.fromkeys(code.strip() for code in codes if code.strip()):
        number = tokens.read_row_code(code, session.pk)
        person = rows.get(number) if number else User.objects.by_staff_number(code).first()
        if person is None or not person.is_active:
            result.wrong.append((code, _why_nobody(code)))
        elif person.pk == by.pk:
            result.wrong.append((code, "这是您自己，请扫码，或请另一位主持人登记"))
        else:
            ids[person.pk] = code
    if ids:
        way = Attendance.Way.SHEET
        result.made = mark(session_id=session_id, by=by, user_ids=list(ids), way=way)
        result.known = len(ids) - len(result.made)
    return result


def _why_nobody(code: str) -> str:
    if tokens.looks_like_row(code):
        return "不是这张签到表上的行号，请核对末尾两个字母"
    return "没有这个行号或工号"
