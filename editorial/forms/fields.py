"""Fields that forgive: control characters vanish, white space is trimmed, nonsense is explained."""

import re
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError

EARLIEST_YEAR, LATEST_YEAR = 1950, 2100

# Tab and line ends stay; everything else that has no shape goes, as PostgreSQL refuses NUL.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]"
)


def without_control(text: str) -> str:
    """Return ``text`` without control and direction characters, with ``\\n`` as line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class TextField(forms.CharField):
    """One line or several; too long a text is refused with its length in words."""

    def __init__(self, *, max_length: int, **kwargs: object) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.most = max_length
        # The attribute of <input maxlength> would cut a pasted text without a word.
        self.widget.attrs.setdefault("data-most", max_length)

    def to_python(self, value: object) -> str:
        return super().to_python(without_control(str(value or "")))

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(
                f"最多 {self.most} 个字，现在有 {len(value)} 个字。", code="max_length"
            )


def paragraph_field(
    label: str, *, max_length: int, rows: int = 3, help_text: str = ""
) -> TextField:
    """Return a field for a few lines."""
    return TextField(
        label=label,
        max_length=max_length,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choice_field(
    label: str, choices: list[tuple[str, str]], *, help_text: str = "", radio: bool = False
) -> forms.ChoiceField:
    """Return a choice that may be left open in a draft."""
    offered = list(choices) if radio else [("", "请选择"), *choices]
    return forms.ChoiceField(
        label=label,
        choices=offered,
        required=False,
        help_text=help_text,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"invalid_choice": "请从列出的选项里选一项。"},
    )


def _in_our_time(value: date | datetime) -> None:
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise ValidationError(f"年份应在 {EARLIEST_YEAR} 到 {LATEST_YEAR} 之间。")


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
            validators=[_in_our_time],
            error_messages={"invalid": "请写成 2025-09-10 这样的日期。"},
            **kwargs,
        )


class MomentField(forms.DateTimeField):
    """A day and a time of day."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            required=False,
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"],
            error_messages={"invalid": "请写成 2025-09-10 14:30 这样的时间。"},
            **kwargs,
        )

    def to_python(self, value: object) -> datetime | None:
        try:
            moment = super().to_python(value)
        except OverflowError:  # the first and the last year of the calendar have no time zone
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if moment is not None:
            _in_our_time(moment)
        return moment


class ClockField(forms.TimeField):
    """A time of day."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            required=False,
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            error_messages={"invalid": "请写成 14:30 这样的时间。"},
            **kwargs,
        )


class TagsField(TextField):
    """Tags in one line, separated by commas of any kind."""

    MOST, LONGEST = 8, 20

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=self.MOST * (self.LONGEST + 1), **kwargs)

    def prepare_value(self, value: object) -> str:
        return "，".join(value) if isinstance(value, list) else str(value or "")

    def clean(self, value: object) -> list[str]:
        words = re.split(r"[,，、;；\n]", super().clean(value))
        tags = list(dict.fromkeys(word.strip().lstrip("#").strip() for word in words))
        tags = [tag for tag in tags if tag]
        if len(tags) > self.MOST:
            raise ValidationError(f"最多 {self.MOST} 个标签。")
        if any(len(tag) > self.LONGEST for tag in tags):
            raise ValidationError(f"每个标签最多 {self.LONGEST} 个字。")
        return tags
