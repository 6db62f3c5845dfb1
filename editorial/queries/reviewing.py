"""What decides whether a person may review a piece."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from wagtail.models import Page, Revision, TaskState, WorkflowState

from editorial import rules
from editorial.enums import UNDOABLE, Step, Verdict
from editorial.models import Decision, QueueEntry, Release, ReviewTask, Submission
from people.models import User
from people.roles import Role, has_role, in_scope, users_with_role

REVIEWING_ROLES = (Role.EDITOR, Role.CHIEF_EDITOR, Role.SCHOOL_ADMIN)


def approvals_of(round_: WorkflowState) -> list[rules.Approval]:
    """Return the approvals given in this round and not taken back, in their order. Queries: 1."""
    rows = (
        Decision.objects.standing()
        .filter(workflow_state_id=round_.pk, verdict=Verdict.APPROVE)
        .values_list("step", "decided_by_id", "revision_id")
    )
    return [rules.Approval(*row) for row in rows]


def writer_ids(page: Page) -> set[int]:
    """Return everyone who wrote or handed in the text since it was last released. Queries: 3."""
    released = Release.objects.in_force(page.pk).values_list("revision_id", flat=True).first()
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    if released:
        revisions = revisions.filter(pk__gt=released)
    writers = set(revisions.exclude(user=None).values_list("user_id", flat=True))
    handed_in = Decision.objects.filter(page_id=page.pk, verdict=Verdict.SUBMIT)
    writers |= set(handed_in.values_list("decided_by_id", flat=True))
    return writers | ({page.owner_id} if page.owner_id else set())


def may_take_step(
    task: ReviewTask, reviewer: User, page: Submission, stand_in_id: int | None
) -> bool:
    """Say whether the reviewer's roles open this step of this piece, or a stand-in does.

    The school's check is open within the reviewer's scope only. Queries: at most 4.
    """
    if not reviewer.is_active:
        return False
    if stand_in_id == reviewer.pk:
        return True
    if not task.opens_to(reviewer):
        return False
    return task.step != Step.SCHOOL or in_scope(reviewer, Role.SCHOOL_ADMIN, page.school)


def review_facts(task_state: TaskState, reviewer: User) -> rules.ReviewFacts:
    """Gather what ``rules.may_review`` judges. Queries: at most 12."""
    task: ReviewTask = task_state.task.specific
    page = task_state.workflow_state.content_object.specific
    stand_in = QueueEntry.objects.filter(pk=task_state.pk).values_list("stand_in", flat=True)
    return rules.ReviewFacts(
        reviewer_id=reviewer.pk,
        may_take_step=may_take_step(task, reviewer, page, stand_in.first()),
        step=task.step,
        writer_ids=writer_ids(page),
        approvals=approvals_of(task_state.workflow_state),
    )


def review_answer(task_state: TaskState, reviewer: User) -> rules.Answer:
    """Say whether this person may decide about a piece at the step where it waits."""
    return rules.may_review(review_facts(task_state, reviewer))


def may_look_at(task_state: TaskState, page: Submission, user: User) -> bool:
    """Say whether somebody may read a piece at a step, and what was said about it.

    Whoever may decide there; who decided about it before; the chief editors, who answer for what
    is late. Its writers read it on their own desk. Queries: at most 15.
    """
    if has_role(user, Role.CHIEF_EDITOR) or review_answer(task_state, user):
        return True
    if user.pk in writer_ids(page):
        return False
    took_part = Decision.objects.filter(page_id=page.pk, decided_by=user).exclude(
        verdict=Verdict.SUBMIT
    )
    if took_part.exists():
        return True
    task: ReviewTask = task_state.task.specific
    return may_take_step(task, user, page, None)


def possible_reviewers(entry: QueueEntry) -> QuerySet[User]:
    """Return the people to whom this step can be given, by name. Queries: 1, when read; 2 before.

    Those whose roles open the step, without the ones who must not take it.
    """
    if entry.step == Step.SCHOOL:
        people = (
            users_with_role(Role.SCHOOL_ADMIN, over=entry.unit)
            if entry.unit
            else User.objects.none()
        )
    else:
        groups = ReviewTask.objects.get(step=entry.step).groups.values("pk")
        people = User.objects.filter(is_active=True, groups__in=groups).distinct()
    barred = entry.barred.values("pk")
    return people.exclude(pk__in=barred).order_by("name", "pk")


def stand_ins_for(entry: QueueEntry) -> QuerySet[User]:
    """Return the people who may be named to stand in, by name. Queries: 1, when read."""
    groups = [role.group_name for role in REVIEWING_ROLES]
    people = User.objects.filter(is_active=True, groups__name__in=groups).distinct()
    return people.exclude(pk__in=entry.barred.values("pk")).order_by("name", "pk")


def last_undoable(reviewer: User, now: datetime, limit_seconds: int) -> Decision | None:
    """Return the person's last decision if it can still be taken back. Queries: 1."""
    recent = Decision.objects.filter(
        decided_by=reviewer, decided_at__gt=now - timedelta(seconds=limit_seconds)
    )
    last = recent.select_related("undone_by").last()
    if last is None or last.verdict not in UNDOABLE or hasattr(last, "undone_by"):
        return None
    return last
