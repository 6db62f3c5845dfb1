from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    verbose_name = "论坛活动"
    default_auto_field = "django.db.models.BigAutoField"
