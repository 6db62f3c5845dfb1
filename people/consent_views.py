"""One recorded consent in the admin: what is on record, its withdrawal, its scan."""

import operator
from functools import reduce
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.permission_policies import BasePermissionPolicy

from people import actions
from people.models import Consent, User
from people.permissions import CONSENT_KEEPERS, keeps_consents
from people.roles import users_with_role


class ConsentPermissionPolicy(BasePermissionPolicy):
    """Keepers may look; what they may do beyond that is decided in ``people.actions``."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and user.is_authenticated and keeps_consents(user)

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[User]:
        if "view" not in actions:
            return User.objects.none()
        return reduce(operator.or_, map(users_with_role, CONSENT_KEEPERS))


def title_of(consent: Consent) -> str:
    """Return the title of the page of a consent, also where the page is gone."""
    return consent.page.draft_title if consent.page else "稿件已删除"


class ConsentInspectView(InspectView):
    """Everything on record about one consent, and what can still be done."""

    page_title = "同意记录"
    template_name = "people/admin/consent.html"

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        if field_name == "page":
            return title_of(self.object)
        if getattr(self.object, field_name) in (None, ""):
            return "—"
        return super().get_field_display_value(field_name, field)


class WithdrawForm(forms.Form):
    """How the person asked."""

    note = forms.CharField(
        label="撤回说明",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明本人是怎样提出的，例如：9 月 10 日电话告知。作者会看到这段话。",
        error_messages={"required": "请写明本人是怎样提出撤回的。"},
    )
    on = forms.DateField(
        label="撤回日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="本人提出的日期；留空就是今天。",
        error_messages={"invalid": "请写成 2025-09-10 这样的日期。"},
    )


class EvidenceForm(forms.Form):
    """The scan of the signed form."""

    evidence = forms.ModelChoiceField(
        label="扫描件",
        queryset=None,
        widget=AdminDocumentChooser,
        error_messages={"required": "请选择扫描件。", "invalid_choice": "请选择扫描件。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = get_document_model().objects.all()  # type: ignore[attr-defined]


class ConsentActionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """One thing to do with a consent, asked for with a form (422 where it is not filled in)."""

    any_permission_required = ["view"]
    permission_policy = ConsentPermissionPolicy(Consent)
    template_name = "people/admin/consent_action.html"
    header_icon = "clipboard-list"
    button = explanation = done = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.consent = get_object_or_404(Consent.objects.for_lists(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done.format(name=self.consent.person_name))
        return redirect(self.get_success_url())

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("consents:index"), "label": Consent._meta.verbose_name_plural},
            {"url": self.get_success_url(), "label": str(self.consent)},
            {"url": "", "label": self.page_title},
        ]

    def get_success_url(self) -> str:
        return reverse("consents:inspect", args=[self.consent.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            button=self.button,
            explanation=self.explanation,
            back_url=self.get_success_url(),
            **kwargs,
        )


class WithdrawView(ConsentActionView):
    form_class = WithdrawForm
    page_title = button = "撤回同意"
    explanation = (
        "撤回以后，已公开的稿件会立刻从页面、列表、搜索和订阅里撤下，原地址只说明稿件已撤下；"
        "正在审核的稿件不能通过。撤回不能取消，要再公开须重新征得本人同意。"
    )
    done = "已撤回{name}的同意，相关稿件不再公开。"

    def act(self, data: dict[str, Any]) -> None:
        actions.withdraw_consent(
            consent_id=self.consent.pk, by=self.request.user, note=data["note"], on=data["on"]
        )


class EvidenceView(ConsentActionView):
    form_class = EvidenceForm
    page_title = button = "附扫描件"
    explanation = "请选择签了字的同意书。附上以后不能更换，文件不会公开。"
    done = "已附上{name}的同意书。"

    def act(self, data: dict[str, Any]) -> None:
        actions.attach_evidence(
            consent_id=self.consent.pk, evidence=data["evidence"], by=self.request.user
        )
