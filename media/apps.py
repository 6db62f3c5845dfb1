from django.apps import AppConfig


class MediaConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    label = "media"
    name = "media"
    verbose_name = "媒体"

    def ready(self) -> None:
        """Listen to publications; register the system check of the fonts."""
        from media import signals
        from media.drawing import checks  # noqa: F401

        signals.connect()
