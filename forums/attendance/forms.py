"""The forms of the door."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from django import forms

from editorial.forms import MomentField, TextField, paragraph_field
from forums.models import Door

LONGEST_PROOF = 400
MOST_CODES = 500
EARLIEST, LATEST = 0, 4_102_444_800_000  # milliseconds: 1970 to 2100
_BETWEEN_CODES = re.compile(r"[\s,，、;；]+")


class DigitsForm(forms.Form):
    """The six digits of the screen."""

    use_required_attribute = False

    digits = TextField(
        label="屏幕上的六位数字",
        max_length=20,
        required=True,
        error_messages={"required": "请输入屏幕上的六位数字。"},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "door-digits"}
        ),
    )


class ProofForm(forms.Form):
    """What a phone sends: a code, its own number for it, and since when it has it."""

    token = TextField(label="签到码", max_length=LONGEST_PROOF)
    digits = TextField(label="数字", max_length=20)
    key = forms.UUIDField(required=False, error_messages={"invalid": "凭据号不对。"})
    kept_at = forms.IntegerField(required=False, min_value=EARLIEST, max_value=LATEST)

    def clean_key(self) -> uuid.UUID:
        """Every proof has a number."""
        return self.cleaned_data["key"] or uuid.uuid4()

    def clean_kept_at(self) -> datetime | None:
        """Return the phone's milliseconds as a moment."""
        value = self.cleaned_data["kept_at"]
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("token")) == bool(cleaned.get("digits")) and not self.errors:
            raise forms.ValidationError("请扫码或输入数字。")
        return cleaned


class TicketForm(forms.Form):
    """Somebody's ticket, typed or scanned at the door."""

    use_required_attribute = False

    text = TextField(
        label="入场码",
        max_length=LONGEST_PROOF,
        required=True,
        help_text="请老师打开“我的入场码”，扫一下，或照着念的输入；空格和大小写不分。",
        error_messages={"required": "请扫码或输入入场码。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    kept_at = forms.IntegerField(
        required=False, min_value=EARLIEST, max_value=LATEST, widget=forms.HiddenInput
    )

    clean_kept_at = ProofForm.clean_kept_at


class CodesForm(forms.Form):
    """Many codes of a printed sheet at once."""

    use_required_attribute = False

    codes = paragraph_field(
        "行号或工号",
        max_length=MOST_CODES * 40,
        rows=8,
        help_text="输入签了名的行号，例如 1KM 2PT；没有行号的写工号。用空格、逗号或换行隔开。",
    )

    def clean_codes(self) -> list[str]:
        """Return the codes one by one."""
        codes = [code for code in _BETWEEN_CODES.split(self.cleaned_data["codes"]) if code]
        if not codes:
            raise forms.ValidationError("请输入行号或工号。")
        if len(codes) > MOST_CODES:
            raise forms.ValidationError(f"一次最多 {MOST_CODES} 个，现在有 {len(codes)} 个。")
        return codes


class StayForm(forms.Form):
    """When somebody came and went, or how many minutes in all."""

    use_required_attribute = False

    arrived_at = MomentField(label="到场时间", help_text="准时到的不用填。")
    left_at = MomentField(label="离场时间", help_text="待到结束的不用填。")
    minutes = forms.IntegerField(
        label="或只写参加了多少分钟",
        required=False,
        min_value=1,
        max_value=10_000,
        error_messages={
            "invalid": "请填写整数。",
            "min_value": "不能小于 %(limit_value)s。",
            "max_value": "不能大于 %(limit_value)s。",
        },
    )

    def clean(self) -> dict[str, Any]:
        """Minutes alone are meant where the times stand as they were."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("minutes"):
            for name in {"arrived_at", "left_at"} - set(self.changed_data):
                cleaned[name] = None
        return cleaned


class ReasonForm(forms.Form):
    """Why something is taken back."""

    use_required_attribute = False

    reason = TextField(
        label="理由",
        max_length=200,
        required=True,
        help_text="本人会看到这句话。",
        error_messages={"required": "请写明理由，本人会看到。"},
    )


class PhotoForm(forms.Form):
    """A photo of the signed sheet."""

    use_required_attribute = False

    file = forms.FileField(
        label="照片",
        help_text="一张纸一张，字迹要看得清。照片里的位置等信息会自动去掉。",
        error_messages={"required": "请选一张照片。", "empty": "这个文件是空的。"},
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    note = TextField(label="说明", max_length=100, help_text="例如：第 1 页。")


class HostForm(forms.Form):
    """Whom to let keep the door."""

    use_required_attribute = False

    staff_number = TextField(
        label="工号",
        max_length=32,
        required=True,
        help_text="这位老师可以显示签到码、登记到场、确认学时。",
        error_messages={"required": "请输入工号。"},
    )


class WalkInsForm(forms.Form):
    """What happens to those who come without a place."""

    walk_ins = forms.ChoiceField(
        label="没有报名的人来了",
        choices=Door.WalkIns.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。", "invalid_choice": "请从列出的选项里选一项。"},
    )
