from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "编辑部"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep Wagtail from mailing authors, in the request, links into an admin closed to them.

        Our own mail is ``editorial.tasks.tell_author``.
        """
        from wagtail import signals
        from wagtail.models import WorkflowState

        for signal, name in (
            (signals.workflow_submitted, "submitted"),
            (signals.workflow_rejected, "rejected"),
            (signals.workflow_approved, "approved"),
        ):
            signal.disconnect(
                sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification"
            )
