"""The forms about persons of the register, in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.widgets import AdminSnippetChooser

from people.choices import ConsentScope
from people.models import User
from stories.models import Exemplar


class ExemplarForm(WagtailAdminModelForm):
    """A person's facts; the account is named by its staff number, not picked from thousands."""

    staff_number = forms.CharField(
        label="本人工号",
        max_length=32,
        required=False,
        help_text="连上账号，本人署名发表的作品会列在人物页上。没有账号就留空。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.instance.account
        self.fields["staff_number"].initial = account.staff_number if account else ""

    def clean_staff_number(self) -> User | None:
        """Return the account; it must be there and belong to nobody else of the register."""
        text = self.cleaned_data["staff_number"].strip()
        if not text:
            return None
        user: User | None = User.objects.by_staff_number(text).first()
        if user is None:
            raise ValidationError("没有这个工号的账号。")
        other = Exemplar.objects.filter(account=user).exclude(pk=self.instance.pk).first()
        if other is not None:
            raise ValidationError(f"这个账号已经连在{other}上，是同一个人就合并两条人物。")
        return user

    def clean(self) -> dict[str, Any]:
        """Join the account."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "staff_number" in cleaned:
            self.instance.account = cleaned["staff_number"]
        return cleaned


class RegisterConsentForm(forms.Form):
    """What a person agreed to, and when."""

    scope = forms.ChoiceField(
        label="同意公开的范围",
        choices=ConsentScope.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选同意的范围。", "invalid_choice": "请选同意的范围。"},
    )
    given_on = forms.DateField(
        label="同意日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "请填写同意日期。",
            "invalid": "请写成 2025-09-10 这样的日期。",
        },
    )
    expires_on = forms.DateField(
        label="同意到期日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="没有约定期限就留空。",
        error_messages={"invalid": "请写成 2025-09-10 这样的日期。"},
    )


class MergeForm(forms.Form):
    """Into which entry."""

    into = forms.ModelChoiceField(
        queryset=Exemplar.objects.all(),
        label="并入",
        error_messages={"required": "请选一位老师。", "invalid_choice": "名录里没有这位老师。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].widget = AdminSnippetChooser(model=Exemplar)
