from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    name = "people"
    label = "people"
    verbose_name = "单位与人员"
    default_auto_field = "django.db.models.BigAutoField"
    default = True


class PortalUsersAppConfig(WagtailUsersAppConfig):
    """Wagtail's own app for users with the portal's forms; stands in for ``wagtail.users``."""

    user_viewset = "people.viewsets.AccountViewSet"
