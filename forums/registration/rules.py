"""Where an event stands, who may register and until when a seat is kept; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from editorial.rules import ALLOWED, Answer


class Phase(Enum):
    """The life of an event, in words for its readers."""

    PROPOSAL = "提案"
    APPROVED = "已通过，等待发布"
    ANNOUNCED = "已发预告"
    OPEN = "报名中"
    CLOSED = "报名截止"
    RUNNING = "正在进行"
    FINISHED = "已结束"
    REPORTED = "已发报道"
    CALLED_OFF = "已取消"


TAKES_PLACE_LATER = frozenset({Phase.ANNOUNCED, Phase.OPEN, Phase.CLOSED})
OVER = frozenset({Phase.FINISHED, Phase.REPORTED})


@dataclass(frozen=True)
class EventFacts:
    """What decides where an event stands.

    Attributes:
        is_live, is_approved: it can be read; it passed its reviews and waits for its day.
        has_report: words about what came of it are published.
        takes_registrations: the organiser has opened registration (its times may not have come).
        is_called_off: it does not take place.
    """

    is_live: bool
    is_approved: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    has_report: bool = False
    takes_registrations: bool = False
    is_called_off: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def phase_of(event: EventFacts, now: datetime) -> Phase:
    """Return where an event stands."""
    if not event.is_live:
        return Phase.APPROVED if event.is_approved else Phase.PROPOSAL
    if event.is_called_off:
        return Phase.CALLED_OFF
    if event.ends_at and event.ends_at <= now:
        return Phase.REPORTED if event.has_report else Phase.FINISHED
    if event.starts_at and event.starts_at <= now:
        return Phase.RUNNING
    if event.closes_at and event.closes_at <= now:
        return Phase.CLOSED
    if not event.takes_registrations or (event.opens_at and now < event.opens_at):
        return Phase.ANNOUNCED
    return Phase.OPEN


REFUSALS = {
    Phase.PROPOSAL: "这场活动还没有发布，不能报名。",
    Phase.APPROVED: "这场活动还没有发布，不能报名。",
    Phase.ANNOUNCED: "报名还没有开始。",
    Phase.CLOSED: "报名已经截止。",
    Phase.RUNNING: "活动已经开始，不能再报名。",
    Phase.FINISHED: "活动已经结束，不能再报名。",
    Phase.REPORTED: "活动已经结束，不能再报名。",
    Phase.CALLED_OFF: "活动已经取消。",
}


def words_of(phase: Phase, starts_at: datetime | None) -> str:
    """Say to readers where an event stands: of one with a day, that it comes, not what was sent."""
    return "即将举行" if phase == Phase.ANNOUNCED and starts_at else phase.value


def may_register(phase: Phase) -> Answer:
    """Say whether somebody may register now."""
    return ALLOWED if phase == Phase.OPEN else Answer(False, REFUSALS[phase])


def may_leave(*, starts_at: datetime | None, now: datetime) -> Answer:
    """Say whether somebody may still cancel: until it begins."""
    if starts_at and starts_at <= now:
        return Answer(False, "活动已经开始，不能再取消。来不了的话，请告诉主办人。")
    return ALLOWED


def may_accept(*, offered_until: datetime | None, now: datetime) -> Answer:
    """Say whether an offered seat can still be taken."""
    if offered_until is None or offered_until <= now:
        return Answer(False, "保留时间已经过了，这个名额给了后面的老师。")
    return ALLOWED


def may_be_passed_on(*, starts_at: datetime | None, is_called_off: bool, now: datetime) -> bool:
    """Whether a free seat still goes to the next in the queue."""
    return not is_called_off and (starts_at is None or now < starts_at)


def offer_ends(now: datetime, hours: int, starts_at: datetime | None) -> datetime:
    """Return until when an offered seat is kept: some hours, and never past the beginning."""
    end = now + timedelta(hours=hours)
    return min(end, starts_at) if starts_at else end


@dataclass(frozen=True)
class Confirming:
    """When people are asked whether they still come, and until when they may answer."""

    ask_at: datetime
    until: datetime


def confirming(
    starts_at: datetime | None, hours_before: int, notice_hours: int
) -> Confirming | None:
    """Return the times of confirming; None where nobody is asked.

    Args:
        starts_at: of the event.
        hours_before: so many hours before that, unconfirmed seats are passed on; 0: never.
        notice_hours: so many hours before that, people are asked.
    """
    if starts_at is None or not hours_before:
        return None
    until = starts_at - timedelta(hours=hours_before)
    return Confirming(until - timedelta(hours=notice_hours), until)


def counts_as_confirmed(times: Confirming | None, now: datetime) -> bool:
    """Whether somebody who gets a seat now need not be asked again."""
    return times is None or now >= times.ask_at


def is_given_up(
    times: Confirming | None,
    *,
    asked_at: datetime | None,
    confirmed_at: datetime | None,
    now: datetime,
) -> bool:
    """Whether a seat is passed on because its holder was asked and did not answer in time.

    Somebody who was never asked keeps the seat, and so does who was asked after the time was over.
    """
    if times is None or asked_at is None or confirmed_at is not None:
        return False
    return asked_at < times.until <= now


def overlap(
    one: tuple[datetime | None, datetime | None], other: tuple[datetime | None, datetime | None]
) -> bool:
    """Whether two events share some minute; one that ends when the other begins does not."""
    (starts, ends), (other_starts, other_ends) = one, other
    if None in (starts, ends, other_starts, other_ends):
        return False
    return starts < other_ends and other_starts < ends  # type: ignore[operator]
