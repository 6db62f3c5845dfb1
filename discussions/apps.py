from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = "讨论"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what other rooms announce."""
        from discussions import receivers

        receivers.connect()
