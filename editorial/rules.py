"""Who may decide what: pure decisions over facts, each with its reason in words.

Source of the rules: 三审三校 (three reviews by three people before anything is published) and
``docs/editorial.md``. Nothing here reads the database or the clock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from editorial.enums import UNDOABLE, Audience, State, Step, Verdict

# The reviews without which nothing reaches an audience; ``ReviewDepth`` may ask for more.
FLOORS: dict[str, tuple[Step, ...]] = {
    Audience.PRIVATE: (),
    Audience.SCHOOL: (Step.SCHOOL,),
    Audience.DISTRICT: (Step.FIRST,),
    Audience.PUBLIC: (Step.FIRST, Step.SECOND, Step.FINAL),
}
EDITORS_STEPS = frozenset({Step.FIRST, Step.SECOND, Step.FINAL})


@dataclass(frozen=True)
class Answer:
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
        may_take_step: whether the reviewer's roles, or a stand-in, open this step of this piece.
        step: the step at which the piece waits.
        writer_ids: everyone who wrote or handed in this text.
        approvals: those given in the present round.
    """

    reviewer_id: int
    may_take_step: bool
    step: str
    writer_ids: Collection[int]
    approvals: Collection[Approval] = field(default=())


ALLOWED = Answer(True)


def may_set_road(audience: str, road: Collection[str]) -> Answer:
    """Say whether these steps are enough for an audience."""
    steps = set(road)
    if audience == Audience.SCHOOL:
        return ALLOWED if Step.SCHOOL in steps else Answer(False, "面向本单位至少要校审。")
    if audience == Audience.DISTRICT:
        is_edited = not EDITORS_STEPS.isdisjoint(steps)
        return ALLOWED if is_edited else Answer(False, "面向全区教师至少要有一次编辑审核。")
    missing = [step.label for step in FLOORS[audience] if step not in steps]
    if missing:
        return Answer(False, f"公开发布至少要初审、复审、终审，还缺{'、'.join(missing)}。")
    return ALLOWED


def may_review(facts: ReviewFacts) -> Answer:
    """Say whether this person may decide about the piece at its present step."""
    if not facts.may_take_step:
        return Answer(False, f"您的账号不负责这篇稿件的{Step(facts.step).label}。")
    if facts.reviewer_id in facts.writer_ids:
        return Answer(False, "不能审核自己写的或自己送审的稿件。")
    earlier = next((a for a in facts.approvals if a.reviewer_id == facts.reviewer_id), None)
    if earlier and earlier.step != facts.step:
        done = Step(earlier.step).label
        return Answer(False, f"您已经做过这篇稿件的{done}，几次审核须由不同的人完成。")
    return ALLOWED


def may_release(
    *,
    audience: str,
    road: Sequence[str],
    revision_id: int,
    writer_ids: Collection[int],
    approvals: Collection[Approval],
) -> Answer:
    """Say whether a revision may go before an audience.

    Args:
        audience: who would read it.
        road: the steps of the round.
        revision_id: the revision that would be shown.
        writer_ids: everyone who wrote or handed in this text.
        approvals: the approvals of the present round, in the order in which they were given.
    """
    if audience == Audience.PRIVATE:
        return Answer(False, "仅自己可见的稿件不发布。")
    enough = may_set_road(audience, road)
    if not enough:
        return enough
    by_step = {approval.step: approval for approval in approvals}
    missing = [Step(step).label for step in road if step not in by_step]
    if missing:
        return Answer(False, f"还缺{'、'.join(missing)}。")
    reviewers = [by_step[step].reviewer_id for step in road]
    if len(set(reviewers)) < len(reviewers):
        return Answer(False, "几次审核须由不同的人完成。")
    if set(reviewers) & set(writer_ids):
        return Answer(False, "作者不能审核自己的稿件。")
    if by_step[road[-1]].revision_id != revision_id:
        return Answer(False, f"{Step(road[-1]).label}通过的不是这一版。")
    return ALLOWED


def may_approve_together(audience: str) -> Answer:
    """Say whether several pieces for this audience may be approved with one click."""
    if audience == Audience.PUBLIC:
        return Answer(False, "公开发布的稿件要逐篇审。")
    return ALLOWED


def may_undo(
    *, verdict: str, is_own: bool, is_undone: bool, age_seconds: float, limit_seconds: int
) -> Answer:
    """Say whether a decision may still be taken back.

    Args:
        verdict: what was decided; ``is_own``: by the person who asks.
        is_undone: it has been taken back already.
        age_seconds: how long ago; ``limit_seconds``: how long that is possible.
    """
    if not is_own:
        return Answer(False, "只能撤销自己的决定。")
    if verdict not in UNDOABLE:
        return Answer(False, f"“{Verdict(verdict).label}”不能撤销。")
    if is_undone:
        return Answer(False, "这个决定已经撤销过了。")
    if age_seconds > limit_seconds:
        return Answer(False, f"已经过了 {limit_seconds} 秒，不能撤销了。")
    return ALLOWED


def may_submit(state: str, *, has_new_text: bool, audience: str) -> Answer:
    """Say whether the author may hand in the piece now."""
    if audience == Audience.PRIVATE:
        return Answer(False, "仅自己可见的稿件存好就行，不用送审。")
    if state in (State.IN_REVIEW, State.HELD):
        return Answer(False, "这篇稿件正在审核中，不用重复提交。")
    if state == State.SCHEDULED:
        return Answer(False, "这篇稿件已经通过，等待发布。")
    if state == State.PUBLISHED and not has_new_text:
        return Answer(False, "这篇稿件已经发布，没有新的修改。")
    return ALLOWED


def may_edit(state: str) -> Answer:
    """Say whether the author may change the text now."""
    if state in (State.IN_REVIEW, State.HELD):
        return Answer(False, "这篇稿件正在审核中。要修改，请先撤回。")
    if state == State.SCHEDULED:
        return Answer(False, "这篇稿件等待发布。要修改，请先撤回。")
    return ALLOWED


def may_recall(state: str) -> Answer:
    """Say whether the author may take the piece back out of review."""
    if state not in (State.IN_REVIEW, State.HELD, State.SCHEDULED):
        return Answer(False, "这篇稿件不在审核中。")
    return ALLOWED
