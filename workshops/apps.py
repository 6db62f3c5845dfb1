from django.apps import AppConfig
from django.db.models.signals import post_delete


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "名师工作坊"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let stored files go with their rows."""
        from workshops.files.actions import forget_stored
        from workshops.models import SharedFile

        post_delete.connect(
            forget_stored, sender=SharedFile, dispatch_uid="workshops.forget_stored"
        )
