"""A road as Wagtail rows: one workflow for each sequence of steps, made when first needed."""

from django.db import transaction
from wagtail.models import Workflow, WorkflowTask

from editorial.enums import Step
from editorial.models import ReviewTask
from editorial.queries.roads import Road


@transaction.atomic
def workflow_for(road: Road) -> Workflow:
    """Return the workflow whose tasks are exactly these steps, in their order.

    Queries: 3, where it exists.
    """
    # Its tasks are locked, so that two submissions do not make the same workflow.
    tasks = {task.step: task for task in ReviewTask.objects.select_for_update().order_by("pk")}
    wanted = [tasks[step].pk for step in road]
    for workflow in Workflow.objects.filter(active=True).prefetch_related("workflow_tasks"):
        found = sorted(workflow.workflow_tasks.all(), key=lambda each: each.sort_order or 0)
        if [each.task_id for each in found] == wanted:
            return workflow
    workflow = Workflow.objects.create(name="—".join(Step(step).label for step in road))
    for order, task_id in enumerate(wanted):
        WorkflowTask.objects.create(workflow=workflow, task_id=task_id, sort_order=order)
    return workflow
