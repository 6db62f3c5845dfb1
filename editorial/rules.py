"""Who may decide what: pure decisions over facts, each with its reason in words.

Source of the rules: 三审三校 (three reviews by three people before anything is published) and
``docs/editorial.md``. Nothing here reads the database or the clock.
"""

from collections.abc import Collection
from dataclasses import dataclass

from editorial.enums import State, Step

ROAD = (Step.FIRST, Step.SECOND, Step.FINAL)


@dataclass(frozen=True)
class Verdict:
    """An answer with its reason; true where the thing is allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Approval:
    """One approval of the present round: by whom, at which step, of which revision."""

    step: str
    reviewer_id: int
    revision_id: int


@dataclass(frozen=True)
class ReviewFacts:
    """What decides whether a person may review a piece now.

    Attributes:
        reviewer_id: who asks.
        may_take_step: whether the reviewer's roles open this step.
        step: the step at which the piece waits.
        writer_ids: everyone who wrote or handed in this text.
        approvals: those given in the present round.
    """

    reviewer_id: int
    may_take_step: bool
    step: str
    writer_ids: Collection[int]
    approvals: Collection[Approval]


ALLOWED = Verdict(True)


def may_review(facts: ReviewFacts) -> Verdict:
    """Say whether this person may approve or return the piece at its present step."""
    if not facts.may_take_step:
        return Verdict(False, f"您的账号不负责{Step(facts.step).label}。")
    if facts.reviewer_id in facts.writer_ids:
        return Verdict(False, "不能审核自己写的或自己送审的稿件。")
    earlier = next((a for a in facts.approvals if a.reviewer_id == facts.reviewer_id), None)
    if earlier and earlier.step != facts.step:
        return Verdict(
            False, f"您已经做过这篇稿件的{Step(earlier.step).label}，三审须由三个人完成。"
        )
    return ALLOWED


def may_release(
    *, revision_id: int, writer_ids: Collection[int], approvals: Collection[Approval]
) -> Verdict:
    """Say whether a revision may go before the public.

    Args:
        revision_id: the revision that would become public.
        writer_ids: everyone who wrote or handed in this text.
        approvals: the approvals of the present round, in the order in which they were given.
    """
    by_step = {approval.step: approval for approval in approvals}
    missing = [step.label for step in ROAD if step not in by_step]
    if missing:
        return Verdict(False, f"还缺{'、'.join(missing)}。")
    reviewers = [by_step[step].reviewer_id for step in ROAD]
    if len(set(reviewers)) < len(ROAD):
        return Verdict(False, "三审须由三个不同的人完成。")
    if set(reviewers) & set(writer_ids):
        return Verdict(False, "作者不能审核自己的稿件。")
    if by_step[Step.FINAL].revision_id != revision_id:
        return Verdict(False, "终审通过的不是这一版。")
    return ALLOWED


def may_submit(state: str, *, has_new_text: bool) -> Verdict:
    """Say whether the author may hand in the piece now."""
    if state == State.IN_REVIEW:
        return Verdict(False, "这篇稿件正在审核中，不用重复提交。")
    if state == State.PUBLISHED and not has_new_text:
        return Verdict(False, "这篇稿件已经发布，没有新的修改。")
    return ALLOWED


def may_edit(state: str) -> Verdict:
    """Say whether the author may change the text now."""
    if state == State.IN_REVIEW:
        return Verdict(False, "这篇稿件正在审核中。要修改，请先撤回。")
    return ALLOWED


def may_recall(state: str) -> Verdict:
    """Say whether the author may take the piece back out of review."""
    if state != State.IN_REVIEW:
        return Verdict(False, "这篇稿件不在审核中。")
    return ALLOWED
