"""Who may come in, go out and be named when; pure."""

from dataclasses import dataclass
from datetime import date

from editorial.rules import Answer
from workshops.choices import MemberState

EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class Standing:
    """A person's rows in one workshop, as the rules need them.

    Attributes:
        state: of the row that is open; empty without one.
        is_teacher: the account has a teacher's profile.
        is_host: the workshop names the account as its host.
    """

    state: str = ""
    is_teacher: bool = True
    is_host: bool = False


def may_be_invited(person: Standing) -> Answer:
    """Say whether a host can invite somebody."""
    if person.is_host:
        return Answer(False, "主持人不用邀请自己。")
    if not person.is_teacher:
        return Answer(False, "只能邀请有教师档案的账号。")
    if person.state == MemberState.ACTIVE:
        return Answer(False, "这位老师已经在工作坊里。")
    if person.state == MemberState.INVITED:
        return Answer(False, "已经邀请过这位老师，正在等答复。")
    if person.state == MemberState.REQUESTED:
        return Answer(False, "这位老师已经提出申请，请到“待处理”里答复。")
    return Answer(True)


def may_request(person: Standing, *, accepts_requests: bool) -> Answer:
    """Say whether somebody can ask to join."""
    if person.is_host:
        return Answer(False, "您是主持人，不用申请。")
    if not person.is_teacher:
        return Answer(False, "有教师档案的账号才能申请加入。")
    if person.state == MemberState.ACTIVE:
        return Answer(False, "您已经在这个工作坊里。")
    if person.state == MemberState.INVITED:
        return Answer(False, "主持人已经邀请您，接受邀请就可以加入。")
    if person.state == MemberState.REQUESTED:
        return Answer(False, "您已经申请过，请等主持人答复。")
    if not accepts_requests:
        return Answer(False, "这个工作坊只由主持人邀请加入。")
    return Answer(True)


def may_answer(state: str, *, waits_as: str) -> Answer:
    """Say whether an invitation or a request still waits for an answer.

    Args:
        state: of the membership; ``waits_as``: INVITED or REQUESTED.
    """
    if state == waits_as:
        return Answer(True)
    if state == MemberState.ACTIVE:
        return Answer(False, "已经加入了，不用再答复。")
    return Answer(False, "这条邀请或申请已经处理过了。")


def may_end(state: str) -> Answer:
    """Say whether a stay can end: only one that runs."""
    if state == MemberState.ACTIVE:
        return Answer(True)
    return Answer(False, "这位老师现在不在工作坊里。")


def dates_problem(joined_on: date | None, left_on: date | None, *, today: date) -> dict[str, str]:
    """Return what is wrong with the days of a stay, by field."""
    if joined_on and joined_on < EARLIEST:
        return {"joined_on": f"加入日期不能早于 {EARLIEST.isoformat()}。"}
    if joined_on and joined_on > today:
        return {"joined_on": "加入日期不能晚于今天。"}
    if left_on and left_on > today:
        return {"left_on": "离开日期不能晚于今天。"}
    if joined_on and left_on and left_on < joined_on:
        return {"left_on": "离开日期早于加入日期。"}
    return {}


def counts_as_consent(given_on: date, joined_on: date | None) -> bool:
    """Say whether an own consent belongs to the present stay: given in it, not in an earlier."""
    return joined_on is None or given_on >= joined_on
