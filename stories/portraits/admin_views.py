"""What is done with a person of the register beside writing the entry, in the admin."""

from typing import Any

from people.permissions import CONSENT_KEEPERS
from stories.admin_views import ActionView
from stories.models import Exemplar
from stories.portraits.actions import merge_exemplars, record_register_consent
from stories.portraits.forms import MergeForm, RegisterConsentForm


class ExemplarActionView(ActionView):
    """One thing to do with one person."""

    refusal = "只有编辑可以整理人物。"
    header_icon = "user"
    list_name = "wagtailsnippets_stories_exemplar:list"
    list_label = Exemplar._meta.verbose_name_plural
    template_name = "people/admin/consent_action.html"
    entries = Exemplar.objects.select_related("unit")

    @property
    def last_crumb(self) -> str:
        """With the person's name."""
        return f"{self.page_title}：{self.entry}"


class ConsentView(ExemplarActionView):
    form_class = RegisterConsentForm
    roles = CONSENT_KEEPERS
    refusal = "只有总编和站点管理员可以登记同意。"
    page_title = button = "登记同意"
    explanation = (
        "本人同意进入公开的榜样教师名录时在这里登记；有故事的老师，随故事登记的同意已经够用。"
        "撤回在“同意记录”里办，撤回以后人物页立刻不再公开。"
    )
    done = "已登记{entry}的同意。"

    def act(self, data: dict[str, Any]) -> None:
        record_register_consent(exemplar_id=self.entry.pk, by=self.request.user, **data)


class MergeView(ExemplarActionView):
    form_class = MergeForm
    page_title = button = "并入另一条"
    explanation = "两条说的是同一位老师时用。故事和荣誉都归到另一条，这一条删除。"
    done = "已合并。"

    def act(self, data: dict[str, Any]) -> None:
        merge_exemplars(into_id=data["into"].pk, from_id=self.entry.pk, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(media=self.get_form().media, **kwargs)
