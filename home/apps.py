from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "首页与专题"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let new tags have slugs in pinyin."""
        from home.finding import receivers

        receivers.connect()
