"""The way of a piece as its author sees it: what was decided, where it waits, what follows."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from editorial.enums import State, Step, Verdict
from editorial.models import Decision, QueueEntry
from editorial.queries import Standing

# Editors decide as editors: the author reads the step, not the name.
WORDS = {
    Verdict.SUBMIT: "您送审",
    Verdict.RECALL: "您撤回修改",
    Verdict.APPROVE: "{step}通过",
    Verdict.RETURN: "{step}退回修改",
    Verdict.HOLD: "{step}留作待用",
    Verdict.RESUME: "{step}继续",
    Verdict.DECLINE: "{step}不采用",
    Verdict.CORRECT: "总编发出更正",
    Verdict.WITHDRAW: "撤稿",
}
SENT_BACK = (Verdict.RETURN, Verdict.DECLINE, Verdict.WITHDRAW)
# Their words are meant for the author; an opinion with an approval is for the record, and may
# speak of other people's texts.
ANSWERS = (*SENT_BACK, Verdict.CORRECT)


@dataclass(frozen=True)
class TimelineStep:
    """One line.

    Attributes:
        mark: done, current, returned or todo.
        moment: when it happened, or since when it waits; ``suffix`` says which.
        expected: until when a result should be there.
        note: what follows, in a sentence.
        answer: the decision whose reasons, words, advice and marks are for the author.
    """

    mark: str
    title: str
    moment: datetime | None = None
    suffix: str = ""
    expected: datetime | None = None
    note: str = ""
    answer: Decision | None = None


def timeline(page: Page, standing: Standing, decisions: list[Decision]) -> list[TimelineStep]:
    """Return the lines from the first word to the publication. Queries: at most 1.

    Args:
        decisions: the record, without what was taken back.
    """
    past = [_past(decision) for decision in decisions if decision.verdict in WORDS]
    return past + _present(page, standing) + _future(standing)


def _past(decision: Decision) -> TimelineStep:
    verdict = Verdict(decision.verdict)
    return TimelineStep(
        "returned" if verdict in SENT_BACK else "done",
        WORDS[verdict].format(step=decision.get_step_display()),
        decision.decided_at,
        answer=decision if verdict in ANSWERS else None,
    )


def _present(page: Page, standing: Standing) -> list[TimelineStep]:
    """Return where the piece stands now, unless its last decision says so already."""
    state = standing.state
    if state in (State.DRAFT, State.PRIVATE):
        saved_at = page.latest_revision_created_at
        return [TimelineStep("current", standing.label, saved_at, suffix="保存")]
    if state in (State.IN_REVIEW, State.HELD):
        return [_waiting(page, standing)]
    if state == State.RETURNED:
        note = "前面通过的不用重来。" if standing.step != standing.road[0] else ""
        return [TimelineStep("current", "等您修改", note=note)]
    if state == State.SCHEDULED:
        return [TimelineStep("current", "等待发布", page.scheduled_for, suffix="自动发布")]
    if state == State.PUBLISHED:
        return [TimelineStep("current", "已发布", page.last_published_at)]
    return []


def _waiting(page: Page, standing: Standing) -> TimelineStep:
    entry = QueueEntry.objects.filter(page_id=page.pk).first()
    if entry is None:
        return TimelineStep("current", f"等待{standing.step.label}")
    if entry.held_at:
        note = "有合适的时候会接着审。"
        return TimelineStep("current", "留作待用", entry.held_at, suffix="起", note=note)
    following = _following(standing)
    # A day that has gone by is the chief editors' business; the author would read a broken promise.
    expected = entry.due_at if entry.due_at > timezone.now() else None
    return TimelineStep(
        "current",
        f"等待{standing.step.label}",
        entry.since,
        suffix="送到",
        expected=expected,
        note=f"通过后进入{following[0].label}。" if following else "通过后就会发布。",
    )


def _future(standing: Standing) -> list[TimelineStep]:
    state = standing.state
    if state == State.DRAFT:
        titles = ["送审", *_labels(standing.road), "发布"]
    elif state in (State.IN_REVIEW, State.HELD):
        titles = [*_labels(_following(standing)), "发布"]
    elif state == State.RETURNED:
        later = _labels(_following(standing))
        titles = [f"再送审，回到{standing.step.label}", *later, "发布"]
    else:
        titles = []
    return [TimelineStep("todo", title) for title in titles]


def _following(standing: Standing) -> tuple[Step, ...]:
    return standing.road[standing.road.index(standing.step) + 1 :]


def _labels(steps: tuple[Step, ...]) -> list[str]:
    return [step.label for step in steps]
