from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = "读者反馈"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what changes how pages are framed; store what was counted when we end."""
        from feedback import receivers

        receivers.connect()
