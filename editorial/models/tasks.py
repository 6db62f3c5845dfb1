"""One step of the road, as a task of Wagtail's workflow."""

from django.db import models
from django.utils.html import format_html
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from editorial.enums import Step, Verdict
from editorial.errors import Conflict, NotPossible, ReviewRefused
from editorial.models.record import Decision
from people.models import User


class ReviewLock(WorkflowLock):
    """While a piece is in review its text stands still: what was read is what gets decided."""

    def for_user(self, user: User) -> bool:
        """Locked for everybody; the author may recall, a reviewer may return."""
        return True

    def get_message(self, user: User) -> str:
        """Say where the piece is."""
        return format_html("稿件正在{}，审核期间不能修改。", self.task.name)


class ReviewTask(AbstractGroupApprovalTask):
    """A step: who may take it is its groups, who may not is ``editorial.rules``."""

    lock_class = ReviewLock

    step = models.CharField("环节", max_length=10, choices=Step.choices, unique=True)

    admin_form_fields = [*AbstractGroupApprovalTask.admin_form_fields, "step"]
    admin_form_readonly_on_edit_fields = [
        *AbstractGroupApprovalTask.admin_form_readonly_on_edit_fields,
        "step",
    ]

    class Meta:
        verbose_name = "审稿环节"
        verbose_name_plural = "审稿环节"

    @classmethod
    def get_description(cls) -> str:
        """Explain the task type to whoever builds a workflow."""
        return "审稿的一步：由所选用户组的成员审核；作者本人、同一稿件的其他审核人不能参加。"

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin the step on a version that its author handed in.

        Raises:
            ReviewRefused: nobody handed in this version through ``editorial.actions.submit``.
        """
        from editorial.actions.queueing import enter_queue

        page = workflow_state.content_object
        if not Decision.objects.filter(
            page_id=page.pk, revision_id=page.latest_revision_id, verdict=Verdict.SUBMIT
        ).exists():
            raise ReviewRefused("稿件要由作者在投稿台送审。")
        task_state = super().start(workflow_state, user=user)
        enter_queue(task_state, self)
        return task_state

    def opens_to(self, user: User) -> bool:
        """Say whether the user's roles open this step. A superuser has no seat here by right."""
        return user.is_active and self._user_in_groups(user)

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return self.opens_to(user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return True

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return False

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, str, bool]]:
        """Offer decisions in Wagtail's own screens only to those whom the rules let decide."""
        from editorial.queries import review_answer

        state = obj.current_workflow_task_state
        if state is None or state.task_id != self.pk or not review_answer(state, user):
            return []
        return [("reject", "退回修改", True), ("approve", "通过", False)]

    def get_task_states_user_can_moderate(
        self, user: User, **kwargs: object
    ) -> models.QuerySet[TaskState]:
        """Those waiting at this step, if the user's roles open it."""
        if not self.opens_to(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    def on_action(
        self, task_state: TaskState, user: User, action_name: str, **kwargs: object
    ) -> None:
        """Decide through ``editorial.actions``: Wagtail's screens obey the same rules.

        Raises:
            ReviewRefused: an action refuses, for whatever reason; Wagtail's screens know no other.
        """
        from editorial import actions

        decide = {"approve": actions.approve, "reject": actions.return_to_author}[action_name]
        try:
            decide(
                task_state_id=task_state.pk,
                reviewer=user,
                revision_id=task_state.revision_id,
                comment=str(kwargs.get("comment", "")),
            )
        except (Conflict, NotPossible) as refused:
            raise ReviewRefused(str(refused)) from refused
