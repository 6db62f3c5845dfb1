"""How pieces stand, in the author's words; each docstring gives the number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models.fields.json import KeyTextTransform
from wagtail.models import Page, WorkflowState
from wagtail.query import PageQuerySet

from editorial.enums import Audience, State, Step, Verdict
from editorial.models import Decision, QueueEntry, ReviewTask, Submission, WorkingCopy
from editorial.queries.roads import Road, road_for, road_of
from people.models import User
from portal.registry import concrete_subclasses

# After one of these, a piece that neither waits nor is live stands as the last of them says.
ENDS = {
    Verdict.RECALL: State.DRAFT,
    Verdict.DECLINE: State.DECLINED,
    Verdict.WITHDRAW: State.WITHDRAWN,
}
ADVICE = {
    State.DRAFT: "写好后点“送审”，审核的进展都显示在这里。",
    State.PRIVATE: "只有您看得到。想给别人看，改一改“谁可以看”再送审。",
    State.IN_REVIEW: "编辑正在看，您不用做什么；想再改，可以先撤回。",
    State.HELD: "编辑留作待用，有合适的时候会接着审；您不用做什么。",
    State.RETURNED: "按编辑的意见改好后再送审，会从退回的那一步接着审。",
    State.DECLINED: "这一稿没有采用，文字都还在；改写后可以重新送审。",
    State.SCHEDULED: "已经通过，到时候会自动发布。",
    State.PUBLISHED: "读者已经可以看到。",
    State.WITHDRAWN: "读者看不到了；修改后可以重新送审。",
}


@dataclass(frozen=True)
class Standing:
    """How a piece stands.

    Attributes:
        state: the state in the author's words.
        step: the step at which it waits or was returned, if it is on the road.
        is_live: its audience can read a version of it.
        has_new_text: there is a version that readers have not seen.
        audience: for whom the latest version is meant.
        road: the steps that it takes; empty where only the list of pieces was asked for.
    """

    state: State
    step: Step | None
    is_live: bool
    has_new_text: bool
    audience: Audience = Audience.PUBLIC
    road: Road = ()

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
        return ADVICE[self.state]


def submission_types() -> dict[str, type[Submission]]:
    """Return the page types that teachers hand in, by their word in addresses."""
    return {model.kind: model for model in concrete_subclasses(Submission)}


def submission_content_types() -> list[int]:
    types = ContentType.objects.get_for_models(*submission_types().values())
    return [content_type.pk for content_type in types.values()]


def own_pages(author: User) -> PageQuerySet:
    """Return the author's pieces as plain pages, last touched first. Queries: 2, when read."""
    pages = Page.objects.filter(owner=author, content_type__in=submission_content_types())
    return (
        _with_audience(pages)
        .annotate_approved_schedule()
        .order_by("-latest_revision_created_at", "-pk")
        .prefetch_workflow_states()
    )


def _with_audience(pages: PageQuerySet) -> PageQuerySet:
    # A draft's own values stand in its latest version; the page's row has those of the first.
    audience = KeyTextTransform("audience", "latest_revision__content")
    return pages.annotate(draft_audience=audience)


def returned_pages(author: User) -> PageQuerySet:
    """Return those of the author's pieces that an editor gave back. Queries: 2, when read."""
    return own_pages(author).filter(_workflow_states__status=WorkflowState.STATUS_NEEDS_CHANGES)


def with_standing(pages: Iterable[Page]) -> list[Page]:
    """Give each piece ``standing``, ``kind_name`` and ``reason``.

    ``reason`` is the decision by which the piece was returned, declined or withdrawn, if it now
    stands so. Queries: 3 and those of ``pages`` (from ``own_pages``); the same for any number.
    """
    pages = list(pages)
    steps = dict(ReviewTask.objects.values_list("pk", "step"))
    words: dict[int, list[Decision]] = defaultdict(list)
    answers = (Verdict.RETURN, *ENDS)
    rows = Decision.objects.standing().filter(
        page_id__in=[page.pk for page in pages], verdict__in=answers
    )
    for decision in rows:
        words[decision.page_id].append(decision)
    waiting = [
        state.current_task_state_id for page in pages if (state := page.current_workflow_state)
    ]
    held = set(
        QueueEntry.objects.filter(pk__in=waiting).exclude(held_at=None).values_list("pk", flat=True)
    )
    for page in pages:
        round_ = page.current_workflow_state
        state = round_.current_task_state if round_ else None
        step = Step(steps[state.task_id]) if state else None
        page.standing = _standing(
            page, round_, step, bool(state and state.pk in held), words[page.pk]
        )
        page.kind_name = str(page.cached_content_type.model_class()._meta.verbose_name)
        page.reason = _reason(page.standing.state, words[page.pk])
    return pages


def _reason(state: State, words: list[Decision]) -> Decision | None:
    asked = {
        State.RETURNED: Verdict.RETURN,
        State.DECLINED: Verdict.DECLINE,
        State.WITHDRAWN: Verdict.WITHDRAW,
    }.get(state)
    return next((word for word in reversed(words) if word.verdict == asked), None)


def own_pieces(author: User) -> list[Page]:
    """Return all of the author's pieces, each as ``with_standing`` leaves it. Queries: 5."""
    return with_standing(own_pages(author))


def standing_of(page: Submission) -> Standing:
    """Return how one piece stands, with its road. Queries: at most 6."""
    round_ = (
        page.workflow_states.active().select_related("current_task_state__task__reviewtask").first()
    )
    waiting = round_.current_task_state if round_ else None
    step = Step(waiting.task.reviewtask.step) if waiting else None
    is_held = bool(
        waiting and QueueEntry.objects.filter(pk=waiting.pk).exclude(held_at=None).exists()
    )
    page.draft_audience = (
        _with_audience(Page.objects.filter(pk=page.pk)).values_list("draft_audience", flat=True)
    ).first()
    ends = Decision.objects.standing().filter(page_id=page.pk, verdict__in=tuple(ENDS))
    audience = Audience(page.draft_audience or page.audience)
    road = road_of(round_) if round_ else road_for(page.kind, audience)
    return _standing(page, round_, step, is_held, list(ends), road)


def _standing(
    page: Page,
    round_: WorkflowState | None,
    step: Step | None,
    is_held: bool,
    words: list[Decision],
    road: Road = (),
) -> Standing:
    audience = Audience(page.draft_audience or Audience.PUBLIC)
    ends = [word for word in words if word.verdict in ENDS]
    if round_ and round_.status == WorkflowState.STATUS_IN_PROGRESS:
        state = State.HELD if is_held else State.IN_REVIEW
    elif round_:
        state = State.RETURNED
    elif page.live:
        state = State.PUBLISHED
    elif page.approved_schedule:
        state = State.SCHEDULED
    else:
        state = ENDS[Verdict(ends[-1].verdict)] if ends else State.DRAFT
        if state == State.DRAFT and audience == Audience.PRIVATE:
            state = State.PRIVATE
    return Standing(state, step, page.live, page.has_unpublished_changes, audience, road)


def unsaved_copies(author: User) -> list[WorkingCopy]:
    """Return what the author typed into new pieces and never saved as a draft. Queries: 1."""
    return list(WorkingCopy.objects.filter(author=author, page=None).exclude(data={}))
