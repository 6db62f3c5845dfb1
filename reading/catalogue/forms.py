"""The forms in which people write down a book, and search for one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from stdnum import isbn as isbn_number

from editorial.forms.fields import TextField, choice_field, without_control
from people.rules import clean_identifier
from reading.choices import WorkKind

LONGEST_SEARCH = 60
EARLIEST_YEAR = 1800


class IsbnField(TextField):
    """An ISBN of ten or thirteen figures, with or without hyphens; kept as thirteen figures."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "ISBN")
        kwargs.setdefault("help_text", "封底条码下面的一串数字，10 位或 13 位，横线可以不写。")
        super().__init__(max_length=30, **kwargs)
        # ``barcode.js`` puts a button beside fields with this mark, where a camera can read codes.
        self.widget.attrs |= {"inputmode": "text", "autocomplete": "off", "data-isbn": ""}

    def clean(self, value: object) -> str:
        text = super().clean(value)
        return read_isbn(text) if text else ""


def read_isbn(text: str) -> str:
    """Return an ISBN as thirteen figures.

    Raises:
        ValidationError: it has the wrong length, or its checksum (ISO 2108) is wrong.
    """
    compact = isbn_number.compact(clean_identifier(text)).upper().removeprefix("ISBN").lstrip(":")
    if len(compact) not in (10, 13):
        raise ValidationError(f"ISBN 是 10 位或 13 位，现在有 {len(compact)} 位。", code="length")
    if not isbn_number.is_valid(compact):
        raise ValidationError("ISBN 的校验位不对，请核对每一位数字。", code="checksum")
    return isbn_number.to_isbn13(compact).replace("-", "")


class YearField(forms.IntegerField):
    """The year in which an edition was printed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            error_messages={"invalid": "请填四位数的年份。"},
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            **kwargs,
        )

    def validate(self, value: int | None) -> None:
        super().validate(value)
        latest = timezone.localdate().year + 1
        if value is not None and not EARLIEST_YEAR <= value <= latest:
            raise ValidationError(f"年份应在 {EARLIEST_YEAR} 到 {latest} 之间。", code="range")


class MissingBookForm(forms.Form):
    """A book that the catalogue lacks, written down in the middle of something else."""

    use_required_attribute = False

    title = TextField(
        label="书名",
        max_length=120,
        required=True,
        error_messages={"required": "请填写书名。"},
    )
    authors = TextField(label="作者", max_length=120, help_text="几位作者用顿号隔开。")
    isbn = IsbnField()

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, as ``propose_work`` takes it."""
        return dict(self.cleaned_data)


class ProposalForm(MissingBookForm):
    """The same on a page of its own, with what an editor would have to look up."""

    translators = TextField(label="译者", max_length=120)
    publisher = TextField(label="出版社", max_length=60)
    year = YearField(label="出版年")
    kind = choice_field("您看它是哪一类", WorkKind.choices, help_text="不确定就不选。")

    field_order = ("isbn", "title", "authors", "translators", "publisher", "year", "kind")


class SearchForm(forms.Form):
    """What the catalogue is narrowed to; nonsense narrows to nothing in particular."""

    q = forms.CharField(required=False)
    kind = forms.ChoiceField(required=False, choices=[("", "全部"), *WorkKind.choices])

    @property
    def words(self) -> str:
        """The words, without what cannot be typed on purpose."""
        return without_control(self.data.get("q", "")).strip()[:LONGEST_SEARCH]

    @property
    def chosen_kind(self) -> str:
        """The kind, or nothing."""
        kind = self.data.get("kind", "")
        return kind if kind in WorkKind.values else ""
