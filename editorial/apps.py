from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "编辑部"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to other rooms; keep Wagtail from mailing in the request.

        Its mails would bring authors links into an admin closed to them, and every editor each
        piece. Our own word is ``editorial.notices``.
        """
        from django.db.models.signals import pre_delete
        from wagtail import signals
        from wagtail.models import Page, TaskState, WorkflowState

        from editorial import receivers
        from editorial.admin_visibility import hide_unsubmitted
        from editorial.guarding import RECORD
        from editorial.keeping import keep_recorded

        receivers.connect()
        hide_unsubmitted()
        pre_delete.connect(keep_recorded, sender=Page, dispatch_uid="editorial.keep_recorded")
        RECORD.connect(self)

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
