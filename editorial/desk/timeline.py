"""The way of a piece as its author sees it: what was decided, where it waits, what follows."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from editorial.enums import State, Step, Verdict
from editorial.models import Decision
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


@dataclass(frozen=True)
class TimelineStep:
    """One line: ``mark`` is done, current, returned or todo."""

    mark: str
    title: str
    moment: datetime | None = None
    comment: str = ""
    decision: Decision | None = None


def timeline(page: Page, standing: Standing, decisions: list[Decision]) -> list[TimelineStep]:
    """Return the lines from the first word to the publication. Queries: none.

    Args:
        decisions: the record, without what was taken back.
    """
    steps = [_past(decision) for decision in decisions if decision.verdict in WORDS]
    if standing.state in (State.DRAFT, State.PRIVATE):
        steps.append(TimelineStep("current", standing.label, page.latest_revision_created_at))
        if standing.state == State.DRAFT:
            ahead = ("送审", *_labels(standing.road), "发布")
            steps += [TimelineStep("todo", title) for title in ahead]
    elif standing.state in (State.IN_REVIEW, State.HELD):
        waiting = "留作待用" if standing.state == State.HELD else f"等待{standing.step.label}"
        steps.append(TimelineStep("current", waiting, decisions[-1].decided_at))
        later = standing.road[standing.road.index(standing.step) + 1 :]
        steps += [TimelineStep("todo", title) for title in (*_labels(later), "发布")]
    elif standing.state == State.RETURNED:
        steps.append(TimelineStep("current", "等您修改"))
        steps.append(TimelineStep("todo", f"再送审，回到{standing.step.label}"))
    elif standing.state == State.SCHEDULED:
        steps.append(TimelineStep("current", "等待发布", page.scheduled_for))
    elif standing.state == State.PUBLISHED:
        steps.append(TimelineStep("current", "已发布", page.last_published_at))
    return steps


def _past(decision: Decision) -> TimelineStep:
    verdict = Verdict(decision.verdict)
    title = WORDS[verdict].format(step=decision.get_step_display())
    mark = "returned" if verdict in SENT_BACK else "done"
    return TimelineStep(mark, title, decision.decided_at, decision.comment, decision)


def _labels(steps: tuple[Step, ...]) -> list[str]:
    return [step.label for step in steps]
