from django.apps import AppConfig


class MediaConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    label = "media"
    name = "media"
    verbose_name = "媒体"

    def ready(self) -> None:
        from media import signals

        signals.connect()
