"""Forms of the word lists in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from editorial.models import ListedWord, WordLevel, WordList
from editorial.words.folding import key_of
from editorial.words.workbook import MOST_BYTES, MOST_ROWS, read_words


class ListedWordForm(WagtailAdminModelForm):
    """One word; two ways of writing it are the same word."""

    class Meta:
        model = ListedWord
        fields = ("word_list", "word", "level", "replacement", "note")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        key = self.instance.key = key_of(cleaned.get("word", ""))
        if cleaned.get("word") and not key:
            self.add_error("word", "词语里没有看得见的文字。")
        if cleaned.get("level") == WordLevel.SUGGEST and not cleaned.get("replacement"):
            self.add_error("replacement", "级别是“建议”的，要写“建议改为”。")
        same = ListedWord.objects.filter(word_list=cleaned.get("word_list"), key=key)
        if key and (first := same.exclude(pk=self.instance.pk).first()):
            self.add_error("word", f"这张词表里已经有“{first.word}”。")
        return cleaned


class ImportForm(forms.Form):
    """A workbook and the list that it belongs to."""

    list_name = forms.CharField(
        label="词表名称",
        max_length=WordList._meta.get_field("name").max_length,
        help_text="写已有词表的名称，就并入那张词表；否则新建一张。",
        error_messages={"required": "请写词表的名称。", "max_length": "名称最多 60 个字。"},
    )
    file = forms.FileField(
        label="Excel 文件",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=f"用模板填写的 .xlsx，最大 {MOST_BYTES // 1024**2} MB、{MOST_ROWS} 行。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )

    def clean(self) -> dict[str, Any]:
        """Read the workbook; what cannot be read is an error of the field."""
        cleaned: dict[str, Any] = super().clean() or {}
        if file := cleaned.get("file"):
            try:
                cleaned["rows"] = read_words(file)
            except ValidationError as error:
                self.add_error("file", error)
        return cleaned
