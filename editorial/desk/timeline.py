"""The way of a piece as its author sees it: what was decided, where it waits, what follows."""

from dataclasses import dataclass
from datetime import datetime

from wagtail.models import Page

from editorial.enums import State, Step, Verdict
from editorial.models import Decision
from editorial.queries import Standing
from editorial.rules import ROAD

# Editors decide as editors: the author reads the step, not the name.
WORDS = {
    Verdict.SUBMIT: "您送审",
    Verdict.RECALL: "您撤回修改",
    Verdict.APPROVE: "{step}通过",
    Verdict.RETURN: "{step}退回修改",
    Verdict.WITHDRAW: "总编撤稿",
}


@dataclass(frozen=True)
class TimelineStep:
    """One line: ``mark`` is done, current, returned or todo."""

    mark: str
    title: str
    moment: datetime | None = None
    comment: str = ""


def timeline(page: Page, standing: Standing, decisions: list[Decision]) -> list[TimelineStep]:
    """Return the lines from the first word to the publication. Queries: none."""
    steps = [_past(decision) for decision in decisions]
    if not decisions:
        steps = [TimelineStep("current", "草稿", page.latest_revision_created_at)]
        return steps + [TimelineStep("todo", title) for title in ("送审", *_road(ROAD), "发布")]
    if standing.state == State.IN_REVIEW and standing.step:
        since = decisions[-1].decided_at
        steps.append(TimelineStep("current", f"等待{standing.step.label}", since))
        later = ROAD[ROAD.index(standing.step) + 1 :]
        return steps + [TimelineStep("todo", title) for title in (*_road(later), "发布")]
    if standing.state == State.RETURNED and standing.step:
        steps.append(TimelineStep("current", "等您修改"))
        return [*steps, TimelineStep("todo", f"再送审，回到{standing.step.label}")]
    if standing.state == State.PUBLISHED:
        steps.append(TimelineStep("current", "已发布", page.last_published_at))
    if standing.state == State.DRAFT:
        steps.append(TimelineStep("current", "草稿", page.latest_revision_created_at))
    return steps


def _past(decision: Decision) -> TimelineStep:
    verdict = Verdict(decision.verdict)
    title = WORDS[verdict].format(step=decision.get_step_display())
    mark = "returned" if verdict in (Verdict.RETURN, Verdict.WITHDRAW) else "done"
    return TimelineStep(mark, title, decision.decided_at, decision.comment)


def _road(steps: tuple[Step, ...]) -> list[str]:
    return [step.label for step in steps]
