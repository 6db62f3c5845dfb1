from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from portal import health as portal_health
        from search import health, signals, tasks

        signals.connect()
        tasks.connect()
        # Without its index the database answers, if worse.
        portal_health.register("search", health.check, vital=False)
