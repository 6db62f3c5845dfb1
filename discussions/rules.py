"""Who may say what where, what has to be read first, and what stands; pure."""

from dataclasses import dataclass

from discussions.enums import Approval, Readers, State
from editorial.rules import Answer

PUBLIC_NEEDS_APPROVAL = "没有登录的人也能看的讨论，每一条都要编辑看过才显示。"


@dataclass(frozen=True)
class Trust:
    """What is known of a writer.

    Attributes:
        approved: how many contributions editors have approved, and that still stand.
        in_doubt: something was refused or hidden a short while ago.
    """

    approved: int
    in_doubt: bool


@dataclass(frozen=True)
class Said:
    """What is known of a contribution.

    Attributes:
        shown_state: state of the version that readers would get; empty for none.
    """

    shown_state: str
    is_hidden: bool
    is_withdrawn: bool
    is_for_everybody: bool


def may_be_rule(*, readers: str, approval: str, trusted_after: int | None) -> Answer:
    """Say whether a rule can stand: what visitors read was approved before."""
    is_careful = approval == Approval.BEFORE and trusted_after is None
    if readers == Readers.EVERYBODY and not is_careful:
        return Answer(False, PUBLIC_NEEDS_APPROVAL)
    return Answer(True)


def state_of_new(
    *, readers: str, approval: str, trusted_after: int | None, trust: Trust, has_warnings: bool
) -> State:
    """Return the state in which a new version begins.

    A person whom the place trusts writes directly, unless the checks ask for a look.
    """
    is_trusted = trusted_after is not None and trust.approved >= trusted_after
    if readers == Readers.EVERYBODY or trust.in_doubt or has_warnings or not is_trusted:
        return State.WAITING
    return State.DIRECT


def shows_at_once(
    *, state: State, readers: str, approval: str, trust: Trust, has_warnings: bool
) -> bool:
    """Say whether readers get a new version before an editor has read it."""
    if state == State.DIRECT:
        return True
    is_careful = readers == Readers.EVERYBODY or approval == Approval.BEFORE
    return not (is_careful or trust.in_doubt or has_warnings)


def standing(said: Said) -> tuple[bool, bool]:
    """Return whether the readers of the place see a contribution, and whether visitors do."""
    is_visible = bool(said.shown_state) and not (said.is_hidden or said.is_withdrawn)
    is_public = is_visible and said.is_for_everybody and said.shown_state == State.APPROVED
    return is_visible, is_public


def may_write(*, takes_part: bool, is_open: bool, is_locked: bool) -> Answer:
    """Say whether somebody who reads a discussion may add to it."""
    if not takes_part:
        return Answer(False, "讨论由本区的老师参加，您的账号还没有登记所在单位。")
    if not is_open:
        return Answer(False, "这里的讨论已经关闭。")
    if is_locked:
        return Answer(False, "这个话题已经锁定，不再接受发言。")
    return Answer(True)


def may_edit(*, is_author: bool, is_hidden: bool, is_withdrawn: bool) -> Answer:
    """Say whether somebody may change a contribution."""
    if not is_author:
        return Answer(False, "只有作者本人可以修改。")
    if is_withdrawn:
        return Answer(False, "您已经收回这条发言，请另写一条。")
    if is_hidden:
        return Answer(False, "这条发言已被隐藏，不能再改，请另写一条。")
    return Answer(True)


def may_decide(*, is_editor: bool, is_author: bool) -> Answer:
    """Say whether somebody may approve or refuse: an editor, and never about own words."""
    if not is_editor:
        return Answer(False, "只有编辑和总编可以处理讨论。")
    if is_author:
        return Answer(False, "自己的发言要由别的编辑来看。")
    return Answer(True)


def may_tend(*, is_editor: bool, tends_place: bool, is_author: bool) -> Answer:
    """Say whether somebody may hide and lock: editors, and whoever looks after the place."""
    if not (is_editor or tends_place):
        return Answer(False, "只有编辑和这里的主持人可以这样做。")
    if is_author:
        return Answer(False, "自己的发言请用“收回”。")
    return Answer(True)


def may_move(*, is_public_place: bool) -> Answer:
    """Say whether a topic may move: never from a few readers to others, who were not meant."""
    if not is_public_place:
        return Answer(False, "原来的页面只给一部分人看，话题不能移到别处。")
    return Answer(True)


def may_post_now(*, last_hour: int, last_day: int, an_hour: int, a_day: int) -> Answer:
    """Say whether an account has not written too much lately."""
    if last_hour >= an_hour:
        return Answer(False, f"一小时内最多发 {an_hour} 条，请歇一会儿再发。文字还在。")
    if last_day >= a_day:
        return Answer(False, f"一天最多发 {a_day} 条，请明天再发。文字还在。")
    return Answer(True)
