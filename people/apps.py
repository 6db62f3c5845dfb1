from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"
    label = "people"
    verbose_name = "单位与人员"
    default_auto_field = "django.db.models.BigAutoField"
    default = True

    def ready(self) -> None:
        """Let the trail follow what accounts do, and the database keep it."""
        from people.audit import receivers
        from people.guarding import TRAIL
        from people.second_factor.receivers import connect
        from people.sign_ins import following

        TRAIL.connect(self)
        receivers.connect()
        connect()
        following.connect()


class PortalUsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's own app for users with the portal's forms; stands in for ``wagtail.users``."""

    user_viewset = "people.viewsets.AccountViewSet"
