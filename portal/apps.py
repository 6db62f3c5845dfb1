from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what changes the frame, watch what changes pages, name what may fail."""
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate, pre_migrate

        from portal import by_date, health, receivers  # noqa: F401
        from portal.observing import parts
        from portal.page_cache import recording

        connection_created.connect(recording.attach, dispatch_uid="portal.page_cache")
        pre_migrate.connect(recording.pause, sender=self, dispatch_uid="portal.page_cache")
        post_migrate.connect(recording.resume, sender=self, dispatch_uid="portal.page_cache")
        post_migrate.connect(by_date.keep_index, sender=self, dispatch_uid="portal.by_date")
        health.register("worker", parts.worker, vital=False)
        health.register("tasks", parts.tasks, vital=False)
