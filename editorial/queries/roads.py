"""Which reviews a piece takes: by the table of the site administrators, and in a given round."""

from wagtail.models import WorkflowState

from editorial import rules
from editorial.enums import Audience, Step
from editorial.models import ReviewDepth, ReviewTask

Road = tuple[Step, ...]


def road_for(kind: str, audience: str) -> Road:
    """Return the steps that a piece of this kind takes for this audience. Queries: 1."""
    if audience == Audience.PRIVATE:
        return ()
    row = ReviewDepth.objects.filter(kind=kind, audience=audience).first()
    return row.road if row else rules.FLOORS[audience]


def roads(kind: str) -> dict[str, Road]:
    """Return the steps for each audience, the narrowest first. Queries: 1."""
    rows = {row.audience: row.road for row in ReviewDepth.objects.filter(kind=kind)}
    return {audience: rows.get(audience, rules.FLOORS[audience]) for audience in Audience.values}


def road_of(round_: WorkflowState) -> Road:
    """Return the steps of the round, as they were when it began. Queries: 1."""
    steps = (
        ReviewTask.objects.filter(workflow_tasks__workflow=round_.workflow_id)
        .order_by("workflow_tasks__sort_order", "pk")
        .values_list("step", flat=True)
    )
    return tuple(Step(step) for step in steps)
