"""What changes attendance: signing in, marking others, correcting, the printed sheet."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from editorial.errors import NotPossible, ReviewRefused
from editorial.rules import Answer
from forums.attendance import queries, rules, tokens
from forums.attendance.access import is_editor, page_for_host, session_for_host
from forums.attendance.signals import attendance_changed
from forums.models import (
    Attendance,
    AttendanceChange,
    AttendanceSettings,
    Door,
    EventHost,
    EventSession,
    ForumEventPage,
    Registration,
    SheetPhoto,
    SheetRow,
    WrongCode,
    slot_of,
)
from forums.notices import tell
from media.actions import add_image
from people.models import User
from portal.queries import readable_pages

MOST_AT_ONCE = 1000
WRONG_CODE = "这个签到码不对，请看清屏幕再试一次。"


class CodeIsWrong(NotPossible):
    """A code that this portal did not make, or not for here."""


class TooManyTries(NotPossible):
    """Somebody typed too many wrong codes; the phone may try again later (HTTP 429)."""


def sign_in(
    *,
    user: User,
    token: str = "",
    digits: str = "",
    key: uuid.UUID | None = None,
    kept_at: datetime | None = None,
    seen_at: datetime | None = None,
) -> Attendance:
    """Note that somebody is there, by a code from the screen. Again changes nothing.

    Args:
        user: who has the code.
        token: what the QR code said (or its address); or
        digits: the six digits beside it.
        key: the number that the phone gave to this proof.
        kept_at: when the phone read the code, if it could not send it at once.
        seen_at: when the portal itself saw the code first, before its reader had logged in.

    Returns:
        the one attendance of this person in the session, the one of the first proof.

    Raises:
        CodeIsWrong: a forged or mistyped code; it is counted.
        TooManyTries: too many of these.
        NotPossible: an old code, a future or past session, no place at the event, marked as
            absent by a host; the message says which.
    """
    now = timezone.now()
    if queries.tries_too_often(user, now):
        raise TooManyTries("试错的次数太多。请过十分钟再试，或到签到台请主持人登记。")
    try:
        return _sign_in(user, Code(token, digits, kept_at, seen_at or now), key)
    except CodeIsWrong:
        WrongCode.objects.create(user=user, at=now)
        raise


@dataclass(frozen=True)
class Code:
    """A code as it came: the token or the digits, when the phone and the portal saw it."""

    token: str
    digits: str
    kept_at: datetime | None
    came_at: datetime


@transaction.atomic
def _sign_in(user: User, code: Code, key: uuid.UUID | None) -> Attendance:
    figures = AttendanceSettings.load().figures
    session, shown_at = _session_of(user, code, figures)
    proof = rules.Proof(shown_at, code.came_at, code.kept_at)
    arrival = rules.arrival_of(proof, slot_of(session), figures)
    if arrival.refusal:
        raise NotPossible(arrival.refusal)
    known = Attendance.objects.filter(session=session, user=user).first()
    if known:
        return _standing(known)
    is_registered = queries.has_place(user, session.page_id)
    takes_registrations = is_registered or queries.takes_registrations(session.page_id)
    _require(
        rules.may_attend(
            is_registered=is_registered,
            takes_registrations=takes_registrations,
            walk_ins=queries.walk_ins_of(session.page_id),
        )
    )
    attendance, is_new = Attendance.objects.get_or_create(
        session=session,
        user=user,
        defaults={
            "unit": user.unit,
            "way": Attendance.Way.TYPED if code.digits else Attendance.Way.SCREEN,
            "arrived_at": arrival.at,
            "received_at": timezone.now(),
            "is_late": arrival.is_late,
            "is_walk_in": takes_registrations and not is_registered,
            "key": key or uuid.uuid4(),
        },
    )
    if is_new:
        _log(attendance, user, AttendanceChange.Verb.NOTED, attendance.get_way_display())
    return _standing(attendance)


def _session_of(user: User, code: Code, figures: rules.Figures) -> tuple[EventSession, datetime]:
    """Return the session that a code means, and since when the screen showed it."""
    if code.digits:
        typed = tokens.clean_digits(code.digits)
        moment = min(code.kept_at or code.came_at, code.came_at)
        sessions = queries.open_sessions(user, moment, figures)
        found = queries.session_of_digits(typed, sessions, moment, figures) if typed else None
        if found is None:
            raise CodeIsWrong(WRONG_CODE)
        return found
    said = tokens.read_screen_token(code.token)
    if said is None:
        raise CodeIsWrong("这不是本站的签到码，请扫主持人屏幕上的码。")
    session = EventSession.objects.filter(pk=said.session_id).select_related("page").first()
    if session is None or session.starts_at is None or session.ends_at is None:
        raise NotPossible("这一场已经不在了，请联系主持人。")
    readable = readable_pages(user, ForumEventPage.objects.filter(pk=session.page_id))
    if not readable.exists():
        raise NotPossible("这场活动不面向您的单位，或者已经撤下。请联系主持人。")
    return session, said.shown_at


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
    session = _markable(session_id, by)
    ids = set(user_ids)
    if not ids:
        raise ValidationError({"people": "请先选人。"})
    if len(ids) > MOST_AT_ONCE:
        raise ValidationError({"people": f"一次最多登记 {MOST_AT_ONCE} 人。"})
    if by.pk in ids:
        raise ValidationError({"people": "自己的到场不能自己登记，请扫码，或请另一位主持人登记。"})
    people = _people(ids)
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
    session = _markable(session_id, by)
    person = ticket_holder(session=session, text=text)
    known = Attendance.objects.filter(session=session, user=person).first()
    if known:
        return _standing(known)
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
    return _standing(Attendance.objects.get(session=session, user=person))


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
    people = _people({ticket.user_id})
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
    session = _markable(session_id, by)
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


@transaction.atomic
def set_stay(
    *,
    attendance_id: int,
    by: User,
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    minutes: int | None = None,
) -> Attendance:
    """Say when somebody came and went, or how many minutes in all.

    Args:
        by: keeps the door; not the person.
        arrived_at, left_at, minutes: none: in time, to the end, all of it.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``; or the attendance is void.
        ValidationError: impossible times, by field.
    """
    attendance = _marked(attendance_id, by)
    _require_standing(attendance)
    problems = rules.stay_problem(
        attendance.slot, arrived_at=arrived_at, left_at=left_at, minutes=minutes
    )
    if problems:
        raise ValidationError(problems)
    before = _stay_words(attendance)
    attendance.arrived_at = arrived_at if minutes is None else attendance.arrived_at
    attendance.left_at, attendance.minutes = left_at, minutes
    after = _stay_words(attendance)
    if after != before:
        attendance.save(update_fields=["arrived_at", "left_at", "minutes"])
        _log(attendance, by, AttendanceChange.Verb.CHANGED, f"{before} → {after}")
        attendance_changed.send(sender=Attendance, attendance=attendance, by=by)
    return attendance


@transaction.atomic
def void(*, attendance_id: int, by: User, reason: str) -> Attendance:
    """Take an attendance back: the person was not there. It stays to be seen, with the reason.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``.
        ValidationError: no reason.
    """
    attendance = _marked(attendance_id, by)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "请写明理由，本人会看到。"})
    if attendance.stands:
        attendance.voided_at, attendance.voided_by = timezone.now(), by
        attendance.void_reason = reason
        attendance.save(update_fields=["voided_at", "voided_by", "void_reason"])
        _log(attendance, by, AttendanceChange.Verb.VOIDED, reason)
        tell(
            recipient_id=attendance.user_id,
            page=attendance.session.page,
            words=f"您在“{attendance.session.title}”的签到已作废：{reason}。有疑问请联系主持人。",
            url=reverse("checkin:home"),
        )
        attendance_changed.send(sender=Attendance, attendance=attendance, by=by)
    return attendance


@transaction.atomic
def restore(*, attendance_id: int, by: User) -> Attendance:
    """Let a voided attendance stand again.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``.
    """
    attendance = _marked(attendance_id, by)
    if not attendance.stands:
        attendance.voided_at = attendance.voided_by = None
        attendance.void_reason = ""
        attendance.save(update_fields=["voided_at", "voided_by", "void_reason"])
        _log(attendance, by, AttendanceChange.Verb.RESTORED)
        attendance_changed.send(sender=Attendance, attendance=attendance, by=by)
    return attendance


@transaction.atomic
def number_sheet(*, session_id: int, by: User) -> int:
    """Give everybody with a place a row on the printed sheet; rows once given stay.

    Returns:
        how many rows are new.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``session_for_host``.
    """
    session = session_for_host(by, session_id)
    EventSession.objects.select_for_update(no_key=True).get(pk=session.pk)  # two clicks
    numbered = set(session.sheet_rows.values_list("user", flat=True))
    figures = AttendanceSettings.load().figures
    roster = queries.roster_of(session, figures.grace_minutes)
    last = session.sheet_rows.aggregate(last=Max("number"))["last"] or 0
    missing = [row.user for row in roster.expected if row.user.pk not in numbered]
    SheetRow.objects.bulk_create(
        SheetRow(session=session, user=user, number=number)
        for number, user in enumerate(missing, start=last + 1)
    )
    return len(missing)


def add_photo(*, session_id: int, by: User, file: File, note: str = "") -> SheetPhoto:
    """Keep a photo of the signed sheet as evidence; hosts and editors see it, nobody else.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``mark``.
        ValidationError: the file is no acceptable picture.
    """
    session = _markable(session_id, by)
    try:
        # Reading the picture is no work for a transaction.
        image = add_image(user=by, file=file, alt_text=f"签到表：{session.page.title} {session}")
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from None
    return SheetPhoto.objects.create(session=session, image=image, added_by=by, note=note.strip())


@transaction.atomic
def add_host(*, page_id: int, by: User, staff_number: str) -> EventHost:
    """Name somebody who keeps the door of an event; again changes nothing.

    Args:
        by: organises the event.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``.
        ValidationError: no active account has this number.
    """
    page = page_for_host(by, page_id, organiser=True)
    user = User.objects.by_staff_number(staff_number).filter(is_active=True).first()
    if user is None:
        raise ValidationError({"staff_number": "没有这个工号，请核对。"})
    return EventHost.objects.get_or_create(page=page, user=user, defaults={"added_by": by})[0]


@transaction.atomic
def remove_host(*, page_id: int, by: User, user_id: int) -> None:
    """Let somebody keep the door no longer.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``.
    """
    page = page_for_host(by, page_id, organiser=True)
    EventHost.objects.filter(page=page, user=user_id).delete()


@transaction.atomic
def set_walk_ins(*, page_id: int, by: User, walk_ins: str) -> Door:
    """Say what happens to those who come without a place.

    Raises:
        Http404, ReviewRefused, NotPossible: see ``page_for_host``.
        ValidationError: no value of ``Door.WalkIns``.
    """
    page = page_for_host(by, page_id, organiser=True)
    if walk_ins not in Door.WalkIns.values:
        raise ValidationError({"walk_ins": "请从列出的选项里选一项。"})
    return Door.objects.update_or_create(page=page, defaults={"walk_ins": walk_ins})[0]


def _markable(session_id: int, by: User) -> EventSession:
    session = session_for_host(by, session_id)
    figures = AttendanceSettings.load().figures
    _require(rules.may_mark(timezone.now(), slot_of(session), figures, is_editor=is_editor(by)))
    return session


def _marked(attendance_id: int, by: User) -> Attendance:
    """Return an attendance, locked, for a host who is not the person.

    Raises:
        NotPossible, Http404, ReviewRefused: see ``mark``.
    """
    found = Attendance.objects.filter(pk=attendance_id).values_list("session", flat=True).first()
    if found is None:
        raise NotPossible("没有这条签到记录。")
    session = _markable(found, by)
    locked = Attendance.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    attendance = locked.get(pk=attendance_id)
    attendance.session = session
    if attendance.user_id == by.pk:
        raise ReviewRefused("自己的签到记录不能自己改，请另一位主持人操作。")
    return attendance


def _people(ids: Collection[int]) -> list[User]:
    people = User.objects.filter(pk__in=ids, is_active=True)
    return list(people.select_related("teacher_profile__unit").order_by("pk"))


def _standing(attendance: Attendance) -> Attendance:
    _require_standing(attendance)
    return attendance


def _require_standing(attendance: Attendance) -> None:
    if not attendance.stands:
        raise NotPossible(
            f"主持人已将这一场的签到作废：{attendance.void_reason}。有疑问请当面找主持人。"
        )


def _stay_words(attendance: Attendance) -> str:
    if attendance.minutes is not None:
        return f"{attendance.minutes} 分钟"
    came = f"{timezone.localtime(attendance.arrived_at):%H:%M}" if attendance.arrived_at else "准时"
    left = f"{timezone.localtime(attendance.left_at):%H:%M}" if attendance.left_at else "结束"
    return f"{came} 至 {left}"


def _log(attendance: Attendance, by: User, verb: str, note: str = "") -> None:
    AttendanceChange.objects.create(attendance=attendance, by=by, verb=verb, note=note[:200])


def _require(answer: Answer) -> None:
    if not answer:
        raise NotPossible(answer.reason)
