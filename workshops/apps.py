from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "名师工作坊"
    default_auto_field = "django.db.models.BigAutoField"
