"""Reads about pieces on the editorial road; each docstring gives the number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.query import PageQuerySet

from editorial import rules
from editorial.enums import State, Step, Verdict
from editorial.models import Decision, Release, ReviewTask, Submission, WorkingCopy
from people.models import User
from portal.registry import concrete_subclasses


@dataclass(frozen=True)
class Standing:
    """How a piece stands.

    Attributes:
        state: the state in the author's words.
        step: the step at which it waits or was returned, if it is on the road.
        is_live: the public can read a version of it.
        has_new_text: there is a version that the public has not seen.
        advice: what the author can do next, in words.
    """

    state: State
    step: Step | None
    is_live: bool
    has_new_text: bool

    @property
    def label(self) -> str:
        """The state in words, with the step where there is one."""
        if self.state == State.IN_REVIEW and self.step:
            return f"{self.state.label}·{self.step.label}"
        return self.state.label

    @property
    def advice(self) -> str:
        """What the author can do next."""
        if self.state == State.PUBLISHED and self.has_new_text:
            return "读者看到的是已发布的版本；新的修改送审通过后才会替换它。"
        return {
            State.DRAFT: "写好后点“送审”，编辑会依次初审、复审、终审。",
            State.IN_REVIEW: "编辑正在看，您不用做什么；想再改，可以先撤回。",
            State.RETURNED: "按编辑的意见改好后再送审，会从退回的那一步接着审。",
            State.PUBLISHED: "读者已经可以看到。",
            State.WITHDRAWN: "读者看不到了；修改后可以重新送审。",
        }[self.state]


def submission_types() -> dict[str, type[Submission]]:
    """Return the page types that teachers hand in, by their word in addresses."""
    return {model.kind: model for model in concrete_subclasses(Submission)}


def _submission_content_types() -> list[int]:
    types = ContentType.objects.get_for_models(*submission_types().values())
    return [content_type.pk for content_type in types.values()]


def own_pages(author: User) -> PageQuerySet:
    """Return the author's pieces as plain pages, last touched first. Queries: 2, when read."""
    return (
        Page.objects.filter(owner=author, content_type__in=_submission_content_types())
        .order_by("-latest_revision_created_at", "-pk")
        .prefetch_workflow_states()
    )


def returned_pages(author: User) -> PageQuerySet:
    """Return those of the author's pieces that an editor gave back. Queries: 2, when read."""
    return own_pages(author).filter(_workflow_states__status=WorkflowState.STATUS_NEEDS_CHANGES)


def with_standing(pages: Iterable[Page]) -> list[Page]:
    """Give each piece ``standing``, ``kind_name`` and ``reason``.

    ``reason`` is what the editor wrote when the piece was returned or withdrawn, if it is now.
    Queries: 2 and those of ``pages``; the same for any number of pieces.
    """
    pages = list(pages)
    steps = dict(ReviewTask.objects.values_list("pk", "step"))
    sent_back: dict[int, Decision] = {}
    rows = Decision.objects.filter(
        page_id__in=[page.pk for page in pages], verdict__in=(Verdict.RETURN, Verdict.WITHDRAW)
    )
    for decision in rows:  # oldest first: the last one stays
        sent_back[decision.page_id] = decision
    withdrawn = {pk for pk, row in sent_back.items() if row.verdict == Verdict.WITHDRAW}
    for page in pages:
        state = page.current_workflow_state
        waiting = state.current_task_state if state else None
        step = Step(steps[waiting.task_id]) if waiting else None
        page.standing = _standing(page, state, step, page.pk in withdrawn)
        page.kind_name = str(page.cached_content_type.model_class()._meta.verbose_name)
        waits = page.standing.state in (State.RETURNED, State.WITHDRAWN) and page.pk in sent_back
        page.reason = sent_back[page.pk].comment if waits else ""
    return pages


def own_pieces(author: User) -> list[Page]:
    """Return all of the author's pieces, each as ``with_standing`` leaves it. Queries: 4."""
    return with_standing(own_pages(author))


def standing_of(page: Page) -> Standing:
    """Return how one piece stands. Queries: at most 3."""
    state = (
        page.workflow_states.active().select_related("current_task_state__task__reviewtask").first()
    )
    waiting = state.current_task_state if state else None
    step = Step(waiting.task.reviewtask.step) if waiting else None
    return _standing(page, state, step, page.pk in _withdrawn([page.pk]))


def _withdrawn(ids: Iterable[int]) -> set[int]:
    return set(
        Decision.objects.filter(page_id__in=list(ids), verdict=Verdict.WITHDRAW).values_list(
            "page_id", flat=True
        )
    )


def _standing(
    page: Page, workflow_state: WorkflowState | None, step: Step | None, was_withdrawn: bool
) -> Standing:
    if workflow_state and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS:
        state = State.IN_REVIEW
    elif workflow_state:
        state = State.RETURNED
    elif page.live:
        state = State.PUBLISHED
    else:
        state = State.WITHDRAWN if was_withdrawn else State.DRAFT
    return Standing(state, step, page.live, page.has_unpublished_changes)


def approvals_of(workflow_state: WorkflowState) -> list[rules.Approval]:
    """Return the approvals given in this round, in their order. Queries: 1."""
    rows = Decision.objects.filter(
        workflow_state_id=workflow_state.pk, verdict=Verdict.APPROVE
    ).values_list("step", "decided_by_id", "revision_id")
    return [rules.Approval(*row) for row in rows]


def writer_ids(page: Page) -> set[int]:
    """Return everyone who wrote or handed in the text since it was last released. Queries: 2."""
    released = Release.objects.filter(page_id=page.pk).order_by("-pk").values("revision_id")[:1]
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    last = released.first()
    if last:
        revisions = revisions.filter(pk__gt=last["revision_id"])
    writers = set(revisions.exclude(user=None).values_list("user_id", flat=True))
    handed_in = Decision.objects.filter(page_id=page.pk, verdict=Verdict.SUBMIT)
    writers |= set(handed_in.values_list("decided_by_id", flat=True))
    return writers | ({page.owner_id} if page.owner_id else set())


def review_facts(task_state: TaskState, reviewer: User) -> rules.ReviewFacts:
    """Gather what ``rules.may_review`` judges. Queries: at most 7."""
    task: ReviewTask = task_state.task.specific
    return rules.ReviewFacts(
        reviewer_id=reviewer.pk,
        may_take_step=task.opens_to(reviewer),
        step=task.step,
        writer_ids=writer_ids(task_state.workflow_state.content_object),
        approvals=approvals_of(task_state.workflow_state),
    )


def review_verdict(task_state: TaskState, reviewer: User) -> rules.Verdict:
    """Say whether this person may decide about a piece at the step where it waits."""
    return rules.may_review(review_facts(task_state, reviewer))


def waiting_for(reviewer: User) -> list[TaskState]:
    """Return what this person may decide about now, longest waiting first.

    Each task state has ``page`` (with owner) and ``step``. Pieces that the rules bar this person
    from are left out. Queries: 6, for any number of pieces.
    """
    tasks = [
        task
        for task in ReviewTask.objects.prefetch_related("groups").order_by("pk")
        if task.opens_to(reviewer)
    ]
    if not tasks:
        return []
    states = list(
        TaskState.objects.filter(task__in=tasks, status=TaskState.STATUS_IN_PROGRESS)
        .select_related("workflow_state", "task")
        .order_by("started_at")
    )
    steps = {task.pk: Step(task.step) for task in tasks}
    pages = Page.objects.select_related("owner", "content_type").in_bulk(
        [int(state.workflow_state.object_id) for state in states]
    )
    barred = _barred(reviewer, states)
    waiting = []
    for state in states:
        page = pages.get(int(state.workflow_state.object_id))
        if page is None or state.pk in barred or page.owner_id == reviewer.pk:
            continue
        state.page, state.step = page, steps[state.task_id]
        waiting.append(state)
    return waiting


def _barred(reviewer: User, states: list[TaskState]) -> set[int]:
    """Return the states whose text the reviewer wrote, handed in, or decided at another step."""
    involved = Decision.objects.filter(
        Q(verdict=Verdict.APPROVE, workflow_state__in=[s.workflow_state_id for s in states])
        | Q(verdict=Verdict.SUBMIT, page__in=[int(s.workflow_state.object_id) for s in states]),
        decided_by=reviewer,
    ).values_list("verdict", "workflow_state_id", "step", "page_id")
    steps: dict[int, set[str]] = {}
    handed_in: set[int] = set()
    for verdict, workflow_state_id, step, page_id in involved:
        if verdict == Verdict.SUBMIT:
            handed_in.add(page_id)
        else:
            steps.setdefault(workflow_state_id, set()).add(step)
    written = set(
        Revision.page_revisions.filter(
            pk__in=[state.revision_id for state in states], user=reviewer
        ).values_list("pk", flat=True)
    )
    return {
        state.pk
        for state in states
        if int(state.workflow_state.object_id) in handed_in
        or state.revision_id in written
        or steps.get(state.workflow_state_id)
    }


def unsaved_copies(author: User) -> list[WorkingCopy]:
    """Return what the author typed into new pieces and never saved as a draft. Queries: 1."""
    return list(WorkingCopy.objects.filter(author=author, page=None).exclude(data={}))
