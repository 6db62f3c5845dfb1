"""The forms of membership."""

from django import forms

from editorial.forms import DayField, TextField
from workshops.choices import MemberRole

PICK_ONE = {"required": "请选一项。", "invalid_choice": "请从列出的选项里选一项。"}


def role_field(initial: str = MemberRole.MEMBER) -> forms.ChoiceField:
    """Return the choice of what somebody is in the workshop."""
    return forms.ChoiceField(
        label="身份", choices=MemberRole.choices, initial=initial, error_messages=PICK_ONE
    )


class PlainForm(forms.Form):
    """A form whose mistakes are told by us, in Chinese, beside the field."""

    use_required_attribute = False


class RequestForm(PlainForm):
    """Ask to join."""

    words = TextField(
        label="附言",
        max_length=300,
        help_text="一两句话：教什么，想一起做什么。主持人会看到。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InviteForm(PlainForm):
    """Ask a teacher; who it is comes with the address."""

    user = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "请先选一位老师。", "invalid": "请先选一位老师。"},
    )
    role = role_field()
    words = TextField(label="附言", max_length=300, help_text="受邀的老师会看到。")


class OutsiderForm(PlainForm):
    """Somebody without an account here."""

    name = TextField(
        label="姓名", max_length=40, required=True, error_messages={"required": "请填写姓名。"}
    )
    unit_name = TextField(label="单位", max_length=80)
    role = role_field(MemberRole.GUIDE)
    duty = TextField(label="分工", max_length=40, help_text="只有工作坊里的人看得到。")
    joined_on = DayField(label="加入日期", help_text="留空就是今天。")
    told_agreed_on = DayField(
        label="本人同意公开姓名的日期",
        help_text="本人同意在公开页面上署名，才填；总编登记以后才会显示。",
    )


class MemberForm(PlainForm):
    """What a member is, and since when."""

    role = role_field()
    duty = TextField(label="分工", max_length=40, help_text="只有工作坊里的人看得到。")
    joined_on = DayField(label="加入日期")


class RemovalForm(PlainForm):
    """Why somebody's stay ends."""

    reason = TextField(
        label="理由",
        max_length=200,
        required=True,
        help_text="本人会看到这句话。",
        error_messages={"required": "请写一句理由，本人会看到。"},
    )
    left_on = DayField(label="离开日期", help_text="留空就是今天。")


class ApprovalForm(PlainForm):
    """As what somebody who asked is let in."""

    role = role_field()


class DeclineForm(PlainForm):
    """Why somebody who asked is not let in."""

    reason = TextField(
        label="理由",
        max_length=200,
        required=True,
        error_messages={"required": "请写一句理由，申请的老师会看到。"},
    )


class ConsentForm(PlainForm):
    """The day on which somebody agreed to be named."""

    given_on = DayField(label="同意日期")

    def clean_given_on(self) -> object:
        """A consent has its day."""
        if self.cleaned_data["given_on"] is None:
            raise forms.ValidationError("请填写同意日期。")
        return self.cleaned_data["given_on"]
