"""Forms of the account pages; the mechanics are django-allauth's."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.validators import MaxLengthValidator

from people import rules
from people.models import User

NEW_PASSWORD_HELP = "至少 10 个字符，不能全是数字，不要用工号、姓名、手机号或常见密码。"  # noqa: S105


class LoginNameField(forms.CharField):
    """Login name as pasted from anywhere: invisible and control characters vanish."""

    def to_python(self, value: Any) -> str:
        return rules.clean_text(value)


class DescribedFieldsMixin:
    """Drop placeholders, which repeat the label and vanish while typing, and bound passwords."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(128, "密码最长 128 个字符。"))
                field.error_messages["required"] = "请输入密码。"


class NewPasswordMixin(DescribedFieldsMixin):
    """Chinese labels for the two fields of a new password; refuses the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "新密码"
        self.fields["password1"].help_text = NEW_PASSWORD_HELP
        self.fields["password2"].label = "再输一遍新密码"

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]  # type: ignore[attr-defined]
        user: User = self.user  # type: ignore[attr-defined]
        if user.check_password(password):
            raise forms.ValidationError("新密码不能与原来的密码相同。", code="same_password")
        return password


class LoginForm(DescribedFieldsMixin, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = LoginNameField(
            label="工号或手机号",
            max_length=64,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "username",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                }
            ),
            error_messages={"required": "请输入工号或手机号。"},
        )
        self.fields["password"].label = "密码"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "在这台设备上保持登录"
        self.fields["remember"].help_text = "公用电脑请不要勾选。"
        self.order_fields(["login", "password", "remember"])


class ChangePasswordForm(NewPasswordMixin, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "当前密码"
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(NewPasswordMixin, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordKeyForm(NewPasswordMixin, allauth_forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(DescribedFieldsMixin, allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "密码"
        self.fields["password"].help_text = ""


class ResetPasswordForm(DescribedFieldsMixin, allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "登记的电子邮箱"
        self.fields["email"].error_messages["required"] = "请输入邮箱。"

    def clean_email(self) -> str:
        """Look up by the account's present address only.

        allauth keeps every address an account ever had; a mailbox somebody lost must not open the
        account for ever.
        """
        email = rules.normalise_email(self.cleaned_data["email"])
        self.users = list(User.objects.filter(email=email, is_active=True)) if email else []
        return email
