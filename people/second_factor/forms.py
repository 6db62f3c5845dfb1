"""Forms of the second factor; the mechanics are django-allauth's."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django import forms

HELP = "打开手机上的验证器应用，输入它现在显示的六位数字。"


class _CodeMixin:
    fields: dict[str, forms.Field]
    label, help_text = "验证码", HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = self.label, self.help_text
        field.error_messages["required"] = "请输入验证码。"
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": "20"}


class ActivateForm(_CodeMixin, totp.ActivateTOTPForm):
    pass


class CodeForm(_CodeMixin, base.AuthenticateForm):
    label = "验证码或备用码"
    help_text = HELP + "手机不在身边时，可以用一个备用码。"


class ReauthenticateForm(_CodeMixin, base.ReauthenticateForm):
    pass
