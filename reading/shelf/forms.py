"""The small forms of the shelf; what they mean is for the actions to judge."""

from django import forms

from editorial.forms import DayField, paragraph_field
from reading.models import Note, WorkKind
from reading.shelf.rules import MOST_NOTED, MOST_PAGES


class PageField(forms.IntegerField):
    """A page number."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": MOST_PAGES}),
            max_value=MOST_PAGES,
            min_value=1,
            error_messages={
                "invalid": "请填数字。",
                "required": "请填读到第几页。",
                "min_value": "页码从 1 开始。",
                "max_value": f"页码最大 {MOST_PAGES}。",
            },
            **kwargs,
        )


class ShelfForm(forms.Form):
    """A form that stands several times on a page: its fields are told apart by ``place``."""

    use_required_attribute = False

    def __init__(self, data: object = None, files: object = None, *, place: object, **kwargs):
        name = type(self).__name__.removesuffix("Form").lower()
        super().__init__(data, files, auto_id=f"{name}-{place}-%s", **kwargs)


class ProgressForm(ShelfForm):
    """How far, on which day."""

    page = PageField(label="读到第几页")
    pages = PageField(label="全书共几页", required=False)
    on = DayField(label="日期", help_text="留空就是今天。")


class DatesForm(ShelfForm):
    """From when to when."""

    started_on = DayField(label="开始日期")
    ended_on = DayField(label="读完或放下的日期")


class NoteForm(ShelfForm):
    """A thought or a quotation."""

    kind = forms.ChoiceField(
        label="类别",
        choices=Note.Kind.choices,
        initial=Note.Kind.THOUGHT,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请选一类。", "required": "请选一类。"},
    )
    text = paragraph_field("内容", max_length=MOST_NOTED)
    page = PageField(label="页码", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "请写几个字。"


class PhotoForm(ShelfForm):
    """A photo of a page."""

    file = forms.FileField(
        label="照片",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text="拍下书页上的批注。拍摄地点等信息会去掉，只有您自己能看到。",
        error_messages={"required": "请选一张照片。", "empty": "文件是空的，请重新选择图片。"},
    )
    page = PageField(label="页码", required=False)


class ProgrammeForm(ShelfForm):
    """What the book counts as, and whether it does."""

    kind = forms.ChoiceField(
        label="算作", required=False, error_messages={"invalid_choice": "请从列出的选项里选一项。"}
    )
    counts = forms.BooleanField(label="计入 2+N", required=False)

    def __init__(self, *args: object, kinds: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = dict.fromkeys((*kinds, WorkKind.GENERAL.value))
        self.fields["kind"].choices = [
            ("", f"按目录：{WorkKind(kinds[0]).label}"),
            *((kind, WorkKind(kind).label) for kind in offered),
        ]


class ImportForm(forms.Form):
    """A list kept elsewhere."""

    use_required_attribute = False

    file = forms.FileField(
        label="Excel 或 CSV 文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="第 1 行是列名，下面每行一本书，最多 500 行、5 MB。只有“书名”是必填的列。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )
