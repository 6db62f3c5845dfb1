"""Who is noted as present, when and how long: pure decisions over given facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from editorial.rules import ALLOWED, Answer

# Clocks of several servers differ by less.
CLOCK_SKEW = timedelta(seconds=5)


class WalkIns(StrEnum):
    """What happens to somebody who comes without having registered."""

    WELCOME = "welcome"
    REFUSED = "refused"


@dataclass(frozen=True)
class Figures:
    """The district's figures for the door (``AttendanceSettings``).

    Attributes:
        step_seconds: how long a code stands on the screen.
        accept_seconds: how much longer it is accepted.
        opens_minutes: how long before the beginning the door opens.
        closes_minutes: how long after the end one may still sign in oneself.
        late_hours: how long after the end a proof may arrive that a phone kept.
        grace_minutes: coming so much later counts as having come in time.
        hand_days: how long after the end hosts may still mark; editors always may.
    """

    step_seconds: int = 30
    accept_seconds: int = 60
    opens_minutes: int = 30
    closes_minutes: int = 15
    late_hours: int = 48
    grace_minutes: int = 15
    hand_days: int = 30


@dataclass(frozen=True)
class Slot:
    """When a session takes place."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return max(0, int((self.ends_at - self.starts_at).total_seconds() // 60))


@dataclass(frozen=True)
class Proof:
    """A code from the screen.

    Attributes:
        shown_at: when its step began.
        received_at: when it reached the portal.
        kept_at: when the phone read it, by the phone's own clock; none where it was sent at once.
    """

    shown_at: datetime
    received_at: datetime
    kept_at: datetime | None = None


@dataclass(frozen=True)
class Arrival:
    """What a proof shows.

    Attributes:
        at: the moment of coming.
        is_late: the proof itself came later, from a phone that kept it; a host should look at it.
        refusal: why it shows nothing; empty where it does.
    """

    at: datetime | None = None
    is_late: bool = False
    refusal: str = ""


def door_opens(slot: Slot, figures: Figures) -> datetime:
    """Return from when on anybody can be marked."""
    return slot.starts_at - timedelta(minutes=figures.opens_minutes)


def door_closes(slot: Slot, figures: Figures) -> datetime:
    """Return until when one may sign in oneself."""
    return slot.ends_at + timedelta(minutes=figures.closes_minutes)


def may_open_door(now: datetime, slot: Slot, figures: Figures) -> Answer:
    """Say whether the screen may show a code now."""
    if not (begun := has_begun(now, slot, figures)):
        return begun
    if now > door_closes(slot, figures):
        return Answer(False, "这一场已经结束，不再显示签到码。没签上的可以手工补记。")
    return ALLOWED


def has_begun(now: datetime, slot: Slot, figures: Figures) -> Answer:
    """Say whether anybody may be marked as present: never before the door opens."""
    opens = door_opens(slot, figures)
    if now < opens:
        return Answer(False, f"这一场还没有开始，{moment_words(opens)}起才能签到。")
    return ALLOWED


def may_mark(now: datetime, slot: Slot, figures: Figures, *, is_editor: bool) -> Answer:
    """Say whether a host may mark others now."""
    if not (begun := has_begun(now, slot, figures)):
        return begun
    if not is_editor and now > slot.ends_at + timedelta(days=figures.hand_days):
        return Answer(False, f"结束已经超过 {figures.hand_days} 天，要改请联系编辑部。")
    return ALLOWED


def arrival_of(proof: Proof, slot: Slot, figures: Figures) -> Arrival:
    """Say when somebody came, by a proof whose signature holds.

    A code is good while it is on the screen and a little longer. An older one counts only when a
    phone says that it kept it while the network was away, and then as a late proof: the phone's
    clock can be set to anything.
    """
    good_until = proof.shown_at + timedelta(seconds=figures.step_seconds + figures.accept_seconds)
    if proof.shown_at > proof.received_at + CLOCK_SKEW:
        return Arrival(refusal="这个签到码无效，请对准屏幕重新扫。")
    if proof.received_at <= good_until:
        return _within_door(Arrival(proof.received_at), slot, figures)
    if proof.kept_at is None or not _is_of_its_step(proof.kept_at, proof, good_until):
        return Arrival(refusal="这个签到码已经过期，请对准屏幕上现在的码重新扫。")
    if proof.received_at > slot.ends_at + timedelta(hours=figures.late_hours):
        return Arrival(
            refusal=f"结束已超过 {figures.late_hours} 小时，这份签到送得太晚，请找主持人补记。"
        )
    return _within_door(Arrival(max(proof.kept_at, proof.shown_at), is_late=True), slot, figures)


def kept_arrival(kept_at: datetime, received_at: datetime, slot: Slot, figures: Figures) -> Arrival:
    """Say when somebody came whose ticket a host's phone read while the network was away.

    The host saw the person, so only the time is in doubt: the host's clock, held to the session.
    """
    if not (begun := has_begun(received_at, slot, figures)):
        return Arrival(refusal=begun.reason)
    if kept_at > received_at + timedelta(seconds=figures.step_seconds):
        return Arrival(refusal="手机的时间比现在还晚，请校准手机时间后再记。")
    if kept_at < door_opens(slot, figures):
        return Arrival(refusal="扫码的时间早于开始签到的时间，请核对后手工补记。")
    is_late = received_at - kept_at > timedelta(
        seconds=figures.step_seconds + figures.accept_seconds
    )
    return Arrival(min(kept_at, received_at), is_late=is_late)


def _is_of_its_step(kept_at: datetime, proof: Proof, good_until: datetime) -> bool:
    skew = timedelta(seconds=proof_tolerance(proof, good_until))
    return proof.shown_at - skew <= kept_at <= good_until + skew


def proof_tolerance(proof: Proof, good_until: datetime) -> float:
    """Return by how many seconds a phone's clock may be wrong: as long as the code is good."""
    return (good_until - proof.shown_at).total_seconds()


def _within_door(arrival: Arrival, slot: Slot, figures: Figures) -> Arrival:
    assert arrival.at is not None  # noqa: S101 for the type checker
    if not (begun := has_begun(arrival.at, slot, figures)):
        return Arrival(refusal=begun.reason)
    if arrival.at > door_closes(slot, figures):
        return Arrival(refusal="这一场已经结束，不能再自己签到。确实到场的，请主持人补记。")
    return arrival


def may_attend(*, is_registered: bool, takes_registrations: bool, walk_ins: str) -> Answer:
    """Say whether somebody may sign in oneself, and whether as one who had not registered.

    Args:
        is_registered: has a place at the event.
        takes_registrations: the event is one for which one registers.
        walk_ins: a value of ``WalkIns``.
    """
    if is_registered or not takes_registrations:
        return ALLOWED
    if walk_ins == WalkIns.WELCOME:
        return ALLOWED
    return Answer(False, "您没有报名这场活动，这场只收已报名的老师。请到签到台找主持人。")


def attended(
    slot: Slot,
    *,
    arrived_at: datetime | None,
    left_at: datetime | None = None,
    minutes: int | None = None,
    grace_minutes: int = 0,
) -> tuple[datetime, datetime]:
    """Return from when to when somebody took part, never beyond the session.

    Args:
        slot: the session.
        arrived_at: when they came; none: from the beginning, or within the grace: in time.
        left_at: when they went; none: at the end.
        minutes: how long in all, where a host says only that; counted from the beginning.
        grace_minutes: see ``Figures``.
    """
    if minutes is not None:
        return slot.starts_at, min(slot.ends_at, slot.starts_at + timedelta(minutes=minutes))
    grace = slot.starts_at + timedelta(minutes=grace_minutes)
    start = slot.starts_at
    if arrived_at is not None and arrived_at > grace:
        start = min(arrived_at, slot.ends_at)
    end = slot.ends_at if left_at is None else min(left_at, slot.ends_at)
    return start, max(start, end)


def stay_problem(
    slot: Slot, *, arrived_at: datetime | None, left_at: datetime | None, minutes: int | None
) -> dict[str, str]:
    """Return what is wrong with a stay that a host typed, by field; empty where nothing is."""
    problems = {}
    if minutes is not None and (arrived_at or left_at):
        problems["minutes"] = "分钟数和到离时间只填一样。"
    elif minutes is not None and not 1 <= minutes <= slot.minutes:
        problems["minutes"] = f"应在 1 到 {slot.minutes} 分钟之间（这一场共 {slot.minutes} 分钟）。"
    if arrived_at and arrived_at >= slot.ends_at:
        problems["arrived_at"] = "到场时间要早于这一场结束的时间。"
    if left_at and left_at <= max(slot.starts_at, arrived_at or slot.starts_at):
        problems["left_at"] = "离场时间要晚于到场和开始的时间。"
    return problems


def moment_words(moment: datetime) -> str:
    """Return a moment as the portal writes it: 2025年9月10日 14:30."""
    local = timezone.localtime(moment)
    return f"{local:%Y}年{local.month}月{local.day}日 {local:%H:%M}"
