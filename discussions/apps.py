from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "discussions"
    verbose_name = "讨论"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what other rooms announce; let the database keep what was decided."""
        from discussions import receivers
        from discussions.guarding import LEDGER

        LEDGER.connect(self)
        receivers.connect()
