"""The forms of letters. What the words may be is judged by the actions, beside the field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from editorial.forms import TextField, paragraph_field
from feedback.enums import Kind
from feedback.letters.actions import Place

# Beyond any setting: what is longer is told by its length, not cut.
LONGEST_SENT = 200_000


class TellingForm(forms.Form):
    """A form whose words an action judges."""

    use_required_attribute = False

    def tell(self, problems: ValidationError) -> None:
        """Show what an action refused, each beside its field."""
        for name, texts in problems.message_dict.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


class LetterForm(TellingForm):
    """A suggestion, or a correction."""

    quote = paragraph_field(
        "哪一句", max_length=LONGEST_SENT, rows=2, help_text="把有错的那一句抄或贴在这里。"
    )
    text = paragraph_field("内容", max_length=LONGEST_SENT, rows=6)
    contact = TextField(
        label="联系方式",
        max_length=LONGEST_SENT,
        help_text="电话、微信或邮箱，想让编辑联系您时再填；只填邮箱，答复会发到邮箱。"
        "只有处理的编辑看得到，办结后清除。",
    )
    answer = TextField(label="答题", max_length=LONGEST_SENT)

    def __init__(self, data: QueryDict | None = None, *, place: Place) -> None:
        """Open the form about ``place``. The label of ``answer`` is set when it is shown."""
        super().__init__(data)
        # Nobody is told 选填; that they are there is judged by the action, like all the rest.
        self.fields["text"].required = self.fields["answer"].required = True
        self.fields["answer"].widget.attrs |= {"autocomplete": "off", "size": 8}
        self.fields["answer"].help_text = "这一题用来挡住机器，写数字或汉字都可以。"
        if place.kind == Kind.CORRECTION:
            self.fields["text"].label = "应该是什么"
            self.fields["text"].widget.attrs["rows"] = 4
        else:
            del self.fields["quote"]

    def full_clean(self) -> None:
        """Leave to the action what is missing: whoever has worked needs no answer."""
        super().full_clean()
        for name in [name for name in self.errors if self.has_error(name, "required")]:
            del self._errors[name]


class ReplyForm(TellingForm):
    """The words for whoever wrote."""

    reply = paragraph_field(
        "写给来信人",
        max_length=LONGEST_SENT,
        rows=4,
        help_text="来信人在回执页上看到这段话；不要写别人的个人信息。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].required = True
        self.fields["reply"].error_messages["required"] = "请写一句答复，或为什么这样办结。"
