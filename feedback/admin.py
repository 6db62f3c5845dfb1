"""Tables of this room in the admin, for site administrators."""

from wagtail.admin.viewsets.model import ModelViewSet

from editorial.workdays.hooks import SiteAdminPolicy
from feedback.models import TrustedHost


class TrustedHostViewSet(ModelViewSet):
    """Sites to which links lead straight."""

    model = TrustedHost
    name = "trusted_hosts"
    icon = "link-external"
    menu_label = "可直达的网站"
    menu_order = 650
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["host", "note"]
    list_display = ["host", "note"]
    permission_policy = SiteAdminPolicy(TrustedHost)
