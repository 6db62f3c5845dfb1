"""allauth's pages of the second factor, with what they lack; and the reset in the admin."""

from typing import Any

from allauth.mfa.base import views as base
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.models import User
from people.permissions import may_reset_factor
from people.second_factor.actions import reset_second_factor
from people.second_factor.rules import FACTORS, must_have


class AuthenticateView(base.AuthenticateView):
    """The code at sign-in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Without the field, allauth takes an empty answer for that of a security key.
        if request.method == "POST" and not {"code", "credential"} & set(request.POST):
            request.POST = request.POST.copy()
            request.POST["code"] = ""
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_key = is_mfa_enabled(self.stage.login.user, ["webauthn"])
        return super().get_context_data(**kwargs) | {"has_key": has_key}


class ActivateView(totp.ActivateTOTPView):
    """Setting up the app."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_required=self._is_required(), **kwargs)

    def _is_required(self) -> bool:
        """Whether nothing else can be done before; somebody with a key may leave it."""
        user = self.request.user
        return must_have(user) and not is_mfa_enabled(user, FACTORS)


authenticate = AuthenticateView.as_view()
activate = ActivateView.as_view()


class ResetForm(forms.Form):
    """How the person proved who they are."""

    reason = forms.CharField(
        label="核实方式",
        max_length=200,
        help_text="写明怎样核实了本人，例如：本人持工作证到办公室。会记入审计记录。",
        error_messages={"required": "请写明怎样核实了本人。"},
    )


class ResetView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc]
    """Take a lost second factor off an account."""

    form_class = ResetForm
    template_name = "people/admin/consent_action.html"
    page_title = "重设两步验证"
    header_icon = "key"
    _show_breadcrumbs = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.account = get_object_or_404(User, pk=kwargs["pk"])
        is_own = request.user.pk == self.account.pk
        if not request.user.is_authenticated or is_own or not self._may(request.user):
            raise PermissionDenied("您不能重设这个账号的两步验证。")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def _may(self, user: Any) -> bool:
        return may_reset_factor(user, self.account)

    def form_valid(self, form: ResetForm) -> HttpResponse:
        removed = reset_second_factor(
            user=self.account, reason=form.cleaned_data["reason"], by=self.request.user
        )
        words = "已重设，本人下次登录时重新设置。" if removed else "这个账号没有启用两步验证。"
        messages.success(self.request, words)
        return redirect("wagtailusers_users:edit", self.account.pk)

    def get_page_subtitle(self) -> str:
        return str(self.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[no-any-return]
            button=self.page_title,
            explanation="本人丢了手机、也没有备用码时使用。重设后账号在所有设备上退出登录。",
            back_url=reverse("wagtailusers_users:edit", args=[self.account.pk]),
            **kwargs,
        )
