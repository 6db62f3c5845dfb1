"""The forms of photos."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from editorial.forms import TextField, choice_field
from forums.gallery.rules import MOST_AT_ONCE
from portal.blocks import FACES


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each is looked at by itself."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files; at least one, and not too many."""
        if not data:
            return super().clean(None, initial)
        if len(data) > MOST_AT_ONCE:
            raise ValidationError(f"一次最多 {MOST_AT_ONCE} 张，请分几次上传。")
        return [super(FilesField, self).clean(each, initial) for each in data]


class UploadForm(forms.Form):
    """New photos, several at once."""

    use_required_attribute = False

    files = FilesField(
        label="照片",
        widget=ManyFiles(attrs={"accept": "image/*"}),
        help_text=f"一次最多 {MOST_AT_ONCE} 张。照片里的位置信息会自动去掉。",
        error_messages={
            "required": "请选照片。",
            "invalid": "照片没有传上来，请重新选择。",
            "empty": "有一张照片是空的，请重新选择。",
        },
    )


class WordsForm(forms.Form):
    """What one photo shows."""

    use_required_attribute = False

    alt = TextField(
        label="替代文字",
        max_length=200,
        help_text="一句话说清画面，读屏软件会念给看不见的人听。",
    )
    faces = choice_field(
        "画面里的人", FACES, help_text="学生的面容一般不公开；老师的近照先问过本人。"
    )
