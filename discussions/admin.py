"""The tables of this room in the admin, for site administrators."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.viewsets.model import ModelViewSet

from discussions.models import PlaceRule, Reason
from discussions.places import place_kinds
from editorial.workdays.hooks import SiteAdminPolicy


class PlaceRuleForm(WagtailAdminModelForm):
    """A rule for a kind of place, or for one of them."""

    kind = forms.ChoiceField(label="哪一类地点")

    class Meta:
        model = PlaceRule
        fields = ["kind", "place_id", "is_open", "readers", "approval", "trusted_after"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = place_kinds().values()
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds]


class KindColumn(Column):
    """The kind in words."""

    def get_value(self, instance: PlaceRule) -> str:
        kind = place_kinds().get(instance.kind)
        return kind.label if kind else instance.kind


class PlaceRuleViewSet(ModelViewSet):
    """How discussions go."""

    model = PlaceRule
    name = "discussion_rules"
    icon = "comment"
    menu_label = "讨论规则"
    menu_order = 630
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        KindColumn("kind", label="地点"),
        Column("place_id", label="单个地点"),
        Column("get_readers_display", label="谁能看"),
        Column("get_approval_display", label="审核"),
        Column("trusted_after", label="通过几条后可直接发"),
        BooleanColumn("is_open", label="可以讨论"),
    ]
    permission_policy = SiteAdminPolicy(PlaceRule)

    def get_form_class(self, for_update: bool = False) -> type[PlaceRuleForm]:
        return PlaceRuleForm


class ReasonViewSet(ModelViewSet):
    """Why something is refused, hidden or reported."""

    model = Reason
    name = "discussion_reasons"
    icon = "list-ul"
    menu_label = "讨论处理理由"
    menu_order = 640
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["code", "label", "advice", "is_for_reports", "is_active", "order"]
    list_display = [
        "label",
        "code",
        "advice",
        BooleanColumn("is_for_reports", label="举报时可选"),
        BooleanColumn("is_active", label="使用中"),
    ]
    permission_policy = SiteAdminPolicy(Reason)
