"""The three reviews as Wagtail rows: made once for a site, safe to run again."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from editorial.enums import Step
from editorial.models import ReviewTask
from people.roles import Role

WORKFLOW_NAME = "三审"
# 编辑 take the first or the second review of a piece (never both), 总编 the final one.
REVIEWERS = {
    Step.FIRST: (Role.EDITOR,),
    Step.SECOND: (Role.EDITOR,),
    Step.FINAL: (Role.CHIEF_EDITOR,),
}
PAGE_PERMISSIONS = {
    # Publishing here means the pages that editors make themselves; a submission's own permission
    # tester and its ``publish`` keep it out of reach.
    Role.EDITOR: ("add", "change", "publish", "lock", "unlock"),
    Role.CHIEF_EDITOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}


@transaction.atomic
def ensure_workflow(root: Page) -> Workflow:
    """Give the site below ``root`` its three reviews and its editors their page permissions."""
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW_NAME, defaults={"active": True})
    for order, step in enumerate(Step):
        task = ReviewTask.objects.filter(step=step).first()
        if task is None:
            task = ReviewTask.objects.create(name=step.label, step=step)
            task.groups.set(_group(role) for role in REVIEWERS[step])
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=task, defaults={"sort_order": order}
        )
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    for role, names in PAGE_PERMISSIONS.items():
        _grant(_group(role), root, names)
    return workflow


def _group(role: Role) -> Group:
    return Group.objects.get(name=role.group_name)


def _grant(group: Group, page: Page, names: tuple[str, ...]) -> None:
    for name in names:
        if not GroupPagePermission.objects.filter(
            group=group, page=page, permission__codename=f"{name}_page"
        ).exists():
            GroupPagePermission.objects.create(group=group, page=page, permission_type=name)
