from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = "师德风采"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from stories import api, receivers
        from stories.guarding import LEDGER

        LEDGER.connect(self)
        receivers.connect()
        api.register()
