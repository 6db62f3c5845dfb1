from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    verbose_name = "师德风采"
    default_auto_field = "django.db.models.BigAutoField"
