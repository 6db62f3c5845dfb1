"""Where a contest stands, and who may do what then; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum

from editorial.rules import ALLOWED, Answer

WHOLE_WEIGHT = 100


class Phase(Enum):
    """The life of a contest, in words for its readers."""

    PREPARING = "准备中"
    COMING = "还没开始收作品"
    ENTERING = "正在收作品"
    CLOSED = "收齐，等待抽签"
    JUDGING = "评审中"
    OBJECTIONS = "结果公示"
    DONE = "已结束"


@dataclass(frozen=True)
class ContestFacts:
    """What decides where a contest stands.

    Attributes:
        is_ready: it has groups, criteria whose weights make 100, and awards.
        is_open: its event can be read and was not called off.
    """

    is_open: bool
    is_ready: bool
    entry_opens_at: datetime | None
    entry_closes_at: datetime
    drawn_at: datetime | None = None
    published_at: datetime | None = None
    objection_days: int = 0


def phase_of(contest: ContestFacts, now: datetime) -> Phase:
    """Return where a contest stands."""
    if contest.published_at is not None:
        ends = objections_end(contest.published_at, contest.objection_days)
        return Phase.OBJECTIONS if now < ends else Phase.DONE
    if contest.drawn_at is not None:
        return Phase.JUDGING
    if not contest.is_open or not contest.is_ready:
        return Phase.PREPARING
    if contest.entry_opens_at is not None and now < contest.entry_opens_at:
        return Phase.COMING
    return Phase.ENTERING if now < contest.entry_closes_at else Phase.CLOSED


NO_ENTRY = {
    Phase.PREPARING: "比赛还在准备，现在不能交作品。",
    Phase.COMING: "还没有开始收作品。",
    Phase.CLOSED: "收作品已经截止。",
    Phase.JUDGING: "评审已经开始，作品不能再改。",
    Phase.OBJECTIONS: "结果已经公布，作品不能再改。",
    Phase.DONE: "比赛已经结束，作品不能再改。",
}


def may_enter(phase: Phase) -> Answer:
    """Say whether entries come in, change and go now."""
    return ALLOWED if phase == Phase.ENTERING else Answer(False, NO_ENTRY[phase])


def may_withdraw(phase: Phase) -> Answer:
    """Say whether an entrant may still withdraw: until the results are public."""
    if phase in (Phase.OBJECTIONS, Phase.DONE):
        return Answer(False, "结果已经公布，不能再退赛。可以在作品页上收回公开姓名和作品的同意。")
    return ALLOWED


def may_score(
    *, phase: Phase, judging_ends_at: datetime, is_handed_in: bool, is_returned: bool, now: datetime
) -> Answer:
    """Say whether a juror may give points.

    What the organiser gave back may be scored whenever it is, also after publication: an objection
    may ask for it.
    """
    if is_handed_in:
        return Answer(False, "已经交分，不能再改。需要改的话，请联系主办人退回。")
    if is_returned:
        return ALLOWED
    if phase != Phase.JUDGING:
        return Answer(False, "现在不在评审期间。")
    if now >= judging_ends_at:
        return Answer(False, "评审已经截止，请联系主办人。")
    return ALLOWED


def objections_end(published_at: datetime, days: int) -> datetime:
    """Return until when entrants may object."""
    return published_at + timedelta(days=days)


def may_object(phase: Phase, *, has_open: bool) -> Answer:
    """Say whether an entrant may object now."""
    if has_open:
        return Answer(False, "您的异议还在等答复。")
    if phase != Phase.OBJECTIONS:
        return Answer(False, "不在公示期内，不能提异议。")
    return ALLOWED


# One sentence for an entry that was not given to a juror, whatever the reason: another one would
# tell the juror whose it is.
NOT_YOURS = "这份作品没有分给您评审。本人、同一单位或同一工作坊老师的作品都要回避，不能打开。"
OWN = "own"


def conflict(
    *,
    juror_id: int,
    contestant_id: int,
    juror_circles: Collection[object],
    contestant_circles: Collection[object],
) -> str:
    """Return the kind of what bars a juror from an entry; empty: nothing does.

    Args:
        juror_circles, contestant_circles: ``people.colleagues.Circle``, only those that bar.
    """
    if juror_id == contestant_id:
        return OWN
    shared = set(juror_circles) & set(contestant_circles)
    return min((str(getattr(circle, "kind", circle)) for circle in shared), default="")


def score_problem(value: Decimal, *, least: Decimal, most: Decimal, step: Decimal) -> str:
    """Return what is wrong with points; empty: nothing."""
    if not value.is_finite() or not least <= value <= most:
        return f"请填 {plain(least)} 到 {plain(most)} 之间的分数。"
    if (value - least) % step:
        return f"每级 {plain(step)} 分，请填这样的分数。"
    return ""


def plain(number: Decimal) -> str:
    """Return a number without idle zeros: 8.50 is 8.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def weight_problem(weights: Collection[int]) -> str:
    """Return what is wrong with the weights of all criteria; empty: nothing."""
    if not weights:
        return "至少写一个评分项。"
    if sum(weights) != WHOLE_WEIGHT:
        return f"权重合计应为 100，现在是 {sum(weights)}。"
    return ""


def names_in(text: str, names: Collection[str]) -> bool:
    """Say whether a text names somebody: one of ``names`` stands in it, blanks left out."""
    plain = "".join(text.split())
    wanted = ("".join(name.split()) for name in names)
    return any(len(name) > 1 and name in plain for name in wanted)
