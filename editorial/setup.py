"""The editorial office of a site: its steps, its tables, its permissions; safe to run again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Task, TaskState, Workflow, WorkflowPage

from editorial import rules
from editorial.actions.queueing import enter_queue
from editorial.actions.roads import workflow_for
from editorial.enums import Audience, Step
from editorial.models import QueueEntry, ReturnReason, ReviewDepth, ReviewTask
from editorial.queries import submission_types
from editorial.words.setup import grant as grant_word_lists
from people.roles import Role

# 学校管理员 check their school's pieces; 编辑 take the first or the second review of a piece (never
# both), 总编 the final one.
REVIEWERS = {
    Step.SCHOOL: (Role.SCHOOL_ADMIN,),
    Step.FIRST: (Role.EDITOR,),
    Step.SECOND: (Role.EDITOR,),
    Step.FINAL: (Role.CHIEF_EDITOR,),
}
# To begin with; the administrators of a site keep the list.
REASONS = (
    ("facts", "事实或数据要核实", "请核对人名、时间、数字和引文出处。"),
    ("length", "篇幅不合适", "请压缩到重点，或把事例写具体一些。"),
    ("words", "语句或错别字", "请通读一遍，改正标出的地方。"),
    ("own-words", "自己的话太少", "请多写自己的做法和想法，少抄书里的段落。"),
    ("pictures", "图片不合适", "请更换图片，或补上说明和授权。"),
    ("privacy", "涉及他人隐私", "请去掉姓名、电话等信息，或先征得本人同意。"),
    ("topic", "不合栏目", "请看看栏目说明，或改投别的类别。"),
)
PAGE_PERMISSIONS = {
    # Publishing here means the pages that editors make themselves; a submission's own permission
    # tester and its ``publish`` keep it out of reach.
    Role.EDITOR: ("add", "change", "publish", "lock", "unlock"),
    Role.CHIEF_EDITOR: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
}
_PROMOTE = tuple(f"{verb}_searchpromotion" for verb in ("add", "change", "delete"))
SEARCH_PERMISSIONS = (
    (Role.EDITOR, "search", ("view_searchcount",)),
    (Role.CHIEF_EDITOR, "search", ("view_searchcount",)),
    (Role.SITE_ADMIN, "search", ("view_searchcount", "change_searchsettings")),
    (Role.EDITOR, "wagtailsearchpromotions", _PROMOTE),
    (Role.CHIEF_EDITOR, "wagtailsearchpromotions", _PROMOTE),
)


# What Wagtail makes for itself: groups that may publish what they like, and a workflow for them.
WAGTAIL_GROUPS = ("Editors", "Moderators")
WAGTAIL_WORKFLOW = "Moderators approval"


@transaction.atomic
def ensure_office(root: Page) -> None:
    """Give the site below ``root`` its reviews, and its editors their page permissions."""
    for step in Step:
        if not ReviewTask.objects.filter(step=step).exists():
            task = ReviewTask.objects.create(name=step.label, step=step)
            task.groups.set(_group(role) for role in REVIEWERS[step])
    # Wagtail asks a page for its workflow; a piece begins the one of its own road.
    public = workflow_for(rules.FLOORS[Audience.PUBLIC])
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": public})
    _remove_wagtails_own()
    _ensure_tables()
    grant_word_lists()
    _group(Role.SITE_ADMIN).permissions.add(
        Permission.objects.get(
            content_type__app_label="editorial", codename="change_editorialsettings"
        )
    )
    _grant_search()
    _queue_what_waits()
    for role, names in PAGE_PERMISSIONS.items():
        _grant(_group(role), root, names)


def _remove_wagtails_own() -> None:
    """Leave no second way into the office, unless somebody is on it."""
    Workflow.objects.filter(name=WAGTAIL_WORKFLOW, workflow_states__isnull=True).delete()
    Task.objects.filter(name=WAGTAIL_WORKFLOW, task_states__isnull=True).delete()
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True).delete()


def _ensure_tables() -> None:
    for kind in submission_types():
        for audience, road in rules.FLOORS.items():
            if road:
                steps = {step.value: True for step in road}
                ReviewDepth.objects.get_or_create(kind=kind, audience=audience, defaults=steps)
    if not ReturnReason.objects.exists():
        ReturnReason.objects.bulk_create(
            ReturnReason(code=code, label=label, advice=advice, order=order)
            for order, (code, label, advice) in enumerate(REASONS)
        )


def _queue_what_waits() -> None:
    """Queue steps that began to wait before there was a queue."""
    for task in ReviewTask.objects.all():
        waiting = TaskState.objects.filter(task=task, status=TaskState.STATUS_IN_PROGRESS)
        for state in waiting.exclude(pk__in=QueueEntry.objects.values("pk")):
            enter_queue(state, task)


def _group(role: Role) -> Group:
    return Group.objects.get(name=role.group_name)


def _grant_search() -> None:
    """Let editors see what is looked for and promote results, administrators set the limits."""
    for role, app_label, codenames in SEARCH_PERMISSIONS:
        found = Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames)
        _group(role).permissions.add(*found)


def _grant(group: Group, page: Page, names: tuple[str, ...]) -> None:
    for name in names:
        if not GroupPagePermission.objects.filter(
            group=group, page=page, permission__codename=f"{name}_page"
        ).exists():
            GroupPagePermission.objects.create(group=group, page=page, permission_type=name)
