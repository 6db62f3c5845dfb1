"""The forms of discussions. What the words may be is judged by the actions, beside the field."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from discussions.models import LONGEST_QUOTE, Reason
from editorial.forms import TextField, paragraph_field

LONGEST_TITLE = 60
# Beyond any setting: what is longer is told by its length, not cut.
LONGEST_SENT = 100_000


class ActionForm(forms.Form):
    """A form whose words an action judges."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None = None, *, quiet: bool = False, **kwargs: Any):
        """Open the form; ``quiet`` shows what was sent without telling mistakes."""
        super().__init__(data, **kwargs)
        self.quiet = quiet

    def full_clean(self) -> None:
        super().full_clean()
        if self.quiet:
            self._errors.clear()

    def tell(self, problems: ValidationError) -> None:
        """Show what an action refused, each beside its field."""
        for name, texts in problems.message_dict.items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


class SayForm(ActionForm):
    """Words to a topic."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    quoted = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    quote = paragraph_field(
        "引用",
        max_length=LONGEST_QUOTE,
        rows=3,
        help_text="只留要回应的几句；删空就是不引用。",
    )
    text = paragraph_field(
        "内容",
        max_length=LONGEST_SENT,
        rows=6,
        help_text="空一行另起一段。写 @姓名 可以提醒那位老师；同名的写成 @姓名（单位）。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "请写几句话。"
        quoted = self.data.get("quoted") if self.is_bound else self.initial.get("quoted")
        if not quoted:
            self.fields["quote"].widget = forms.HiddenInput()

    @property
    def token_value(self) -> uuid.UUID:
        """The number of the form; a new one where none was sent."""
        token: uuid.UUID | None = self.cleaned_data.get("token")
        return token or uuid.uuid4()


class TopicForm(ActionForm):
    """A new topic."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = TextField(
        label="题目",
        max_length=LONGEST_TITLE,
        required=True,
        help_text="一句话说清想谈什么。",
        error_messages={"required": "请写一个题目，别的老师一看就知道谈什么。"},
    )
    text = paragraph_field(
        "内容",
        max_length=LONGEST_SENT,
        rows=8,
        help_text="空一行另起一段。写 @姓名 可以提醒那位老师；同名的写成 @姓名（单位）。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = "请写几句话。"

    token_value = SayForm.token_value


class EditForm(TopicForm):
    """Another version of own words."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, is_opening: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["token"]
        if not is_opening:
            del self.fields["title"]


class ReasonField(forms.ChoiceField):
    """One of the reasons that are offered for reports."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.RadioSelect, **kwargs)


class ReportForm(ActionForm):
    """Why the editors should look at something."""

    reason = ReasonField(
        label="理由",
        error_messages={"required": "请选一条理由。", "invalid_choice": "请从列出的理由里选一条。"},
    )
    note = TextField(label="说明", max_length=300, help_text="可以不写；只有编辑看得到。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Reason.objects.filter(is_active=True, is_for_reports=True)
        self.fields["reason"].choices = [(reason.code, reason.label) for reason in offered]


class RefusalForm(ActionForm):
    """Why something is refused or hidden."""

    reasons = forms.MultipleChoiceField(
        label="理由",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一条理由。",
            "invalid_choice": "请从列出的理由里选。",
        },
    )
    comment = TextField(
        label="写给作者的一句话",
        max_length=300,
        required=True,
        help_text="哪里不合适，怎么改。作者会看到。",
        error_messages={"required": "请用一句话写给作者：哪里不合适，怎么改。"},
    )

    def __init__(
        self, *args: Any, reasons: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        """Open the form; ``reasons`` saves asking for them where many stand on a page."""
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = offered_reasons() if reasons is None else reasons


def offered_reasons() -> list[tuple[str, str]]:
    """Return the reasons for editors. Queries: 1."""
    return [(reason.code, reason.label) for reason in Reason.objects.filter(is_active=True)]


class MoveForm(ActionForm):
    """Where a topic goes."""

    address = TextField(
        label="移到哪个页面",
        max_length=500,
        required=True,
        help_text="打开那本书、那场活动、那个工作坊或那天的读段，把地址栏里的网址贴在这里。",
        error_messages={"required": "请贴上那个页面的网址。"},
    )


class ArticleForm(ActionForm):
    """What of a topic goes into an article."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label="整理成",
        error_messages={"required": "请选一类。", "invalid_choice": "请从列出的类别里选一类。"},
    )
    chosen = forms.TypedMultipleChoiceField(
        label="用哪些发言",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一条发言。",
            "invalid_choice": "有一条发言已经看不到了，请重新选。",
        },
    )

    def __init__(
        self, *args: Any, kinds: list[tuple[str, str]], posts: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["chosen"].choices = posts

    token_value = SayForm.token_value
