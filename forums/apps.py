from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = "论坛活动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the ledger of hours follow attendance, and the database keep both."""
        from forums.guarding import LEDGER
        from forums.hours import receivers

        LEDGER.connect(self)
        receivers.connect()
