from typing import Any

from django.apps import AppConfig
from django.core.exceptions import PermissionDenied


def _keep_recorded(instance: Any, **kwargs: Any) -> None:
    """Refuse to delete a piece that has a record, also with a page above it (``PermissionDenied``).

    Permissions are asked for the page that is deleted, not for what lies below.
    """
    from editorial.models import Decision

    if Decision.objects.filter(page_id=instance.pk).exists():
        raise PermissionDenied("送审过的稿件有审稿记录，不能删除。")


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "编辑部"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to other rooms; keep Wagtail from mailing in the request.

        Its mails would bring authors links into an admin closed to them, and every editor each
        piece. Our own word is ``editorial.notices``.
        """
        from django.db.models.signals import post_migrate, pre_delete
        from wagtail import signals
        from wagtail.models import Page, TaskState, WorkflowState

        from editorial import receivers
        from editorial.admin_visibility import hide_unsubmitted
        from editorial.guarding import restore_guards

        receivers.connect()
        hide_unsubmitted()
        pre_delete.connect(_keep_recorded, sender=Page, dispatch_uid="editorial.keep_recorded")
        post_migrate.connect(restore_guards, sender=self, dispatch_uid="editorial.restore_guards")

        for signal, name in (
            (signals.workflow_submitted, "submitted"),
            (signals.workflow_rejected, "rejected"),
            (signals.workflow_approved, "approved"),
        ):
            signal.disconnect(
                sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification"
            )
        signals.task_submitted.disconnect(
            sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
        )
