"""What a reviewer says: the filter of the queue, the decision, who else takes a piece."""

from typing import Any

from django import forms
from django.utils import timezone

from editorial.enums import Audience, Step
from editorial.models import ReturnReason
from editorial.queries import QueueFilter, submission_types
from editorial.text import Part
from people.models import User

CLAIMS = (("", "全部"), ("mine", "我认领的"), ("free", "没人认领"), ("others", "同事认领的"))
MOST_MARKS = 20
UNDECIDED = "请选择怎么处理。"


class QueueFilterForm(forms.Form):
    """Narrows the queue; a value that is not offered is the same as none."""

    text = forms.CharField(label="题目或作者", required=False, max_length=60)
    kind = forms.ChoiceField(label="类别", required=False)
    step = forms.ChoiceField(
        label="环节", required=False, choices=[("", "全部环节"), *Step.choices]
    )
    audience = forms.ChoiceField(
        label="范围", required=False, choices=[("", "全部范围"), *Audience.choices[1:]]
    )
    claim = forms.ChoiceField(label="认领", required=False, choices=CLAIMS)
    state = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (word, str(model._meta.verbose_name)) for word, model in submission_types().items()
        ]
        self.fields["kind"].choices = [("", "全部类别"), *kinds]

    def chosen(self) -> QueueFilter:
        """Return the valid values."""
        self.is_valid()
        return QueueFilter(**self.cleaned_data)


class DecisionForm(forms.Form):
    """A decision about the version that was read."""

    DECISIONS = (
        ("approve", "通过"),
        ("return", "退回修改"),
        ("hold", "待用"),
        ("decline", "不采用"),
    )

    revision = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label="意见",
        required=False,
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="退回和不采用时必填，用平常的话写；通过时可以留空。",
    )
    reasons = forms.MultipleChoiceField(
        label="理由", required=False, widget=forms.CheckboxSelectMultiple
    )
    todo = forms.CharField(
        label="请作者怎么改",
        required=False,
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    go_live_at = forms.DateTimeField(
        label="发布时间",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="留空，通过后马上发布。",
        error_messages={"invalid": "时间请写成 2025-09-10 08:00 这样。"},
    )
    despite_findings = forms.BooleanField(
        label="我看过“须改”的几处，可以保留，原因写在意见里", required=False
    )
    decision = forms.ChoiceField(
        choices=DECISIONS,
        error_messages={"required": UNDECIDED, "invalid_choice": UNDECIDED},
    )

    def __init__(self, *args: Any, is_last: bool, is_blocked: bool, **kwargs: Any) -> None:
        """Open the form.

        Args:
            is_last: an approval publishes, so its time can be set.
            is_blocked: the checks found what should be changed first.
        """
        super().__init__(*args, **kwargs)
        self.active_reasons = list(ReturnReason.objects.filter(is_active=True))
        self.fields["reasons"].choices = [(r.code, r.label) for r in self.active_reasons]
        if not is_last:
            del self.fields["go_live_at"]
        if not is_blocked:
            del self.fields["despite_findings"]

    @property
    def advice(self) -> dict[str, str]:
        """What each reason proposes to the author, by code."""
        return {reason.code: reason.advice for reason in self.active_reasons}

    def clean_go_live_at(self):
        """Ask for a moment that is still to come."""
        moment = self.cleaned_data["go_live_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError("发布时间要晚于现在；想马上发布，请留空。")
        return moment

    def clean(self) -> dict[str, Any]:
        """Ask for a word where the piece goes back, or passes in spite of a finding."""
        cleaned = super().clean()
        if cleaned.get("comment"):
            return cleaned
        if cleaned.get("decision") == "return":
            self.add_error("comment", "请写明退回的理由，作者才知道怎么改。")
        elif cleaned.get("decision") == "decline":
            self.add_error("comment", "请写明不采用的理由。")
        elif cleaned.get("decision") == "approve" and cleaned.get("despite_findings"):
            self.add_error("comment", "请写明这几处为什么可以保留。")
        return cleaned


class MarkForm(forms.Form):
    """A place that the author should look at: its words, and what about them."""

    quote = forms.CharField(label="稿件里的原话", required=False, max_length=200, strip=True)
    note = forms.CharField(label="说明", required=False, max_length=300, strip=True)

    def clean(self) -> dict[str, Any]:
        """Ask for the words where there is a note."""
        cleaned = super().clean()
        if cleaned.get("note") and not cleaned.get("quote"):
            self.add_error("quote", "请抄下要标记的原话。")
        return cleaned


class BaseMarkFormSet(forms.BaseFormSet):
    """The marked places; each must be found in the version that was read."""

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = parts

    def clean(self) -> None:
        """Find each place; one that is not in the text is told beside its field."""
        self.places: list[dict[str, str]] = []
        for form in self.forms:
            quote = form.cleaned_data.get("quote") if form.is_valid() else ""
            if not quote:
                continue
            part = next((p for p in self.parts if _squeezed(quote) in _squeezed(p.text)), None)
            if part is None:
                form.add_error("quote", "稿件里没有找到这句话，请原样复制。")
                continue
            self.places.append(
                {
                    "place": part.place,
                    "label": part.label,
                    "quote": quote,
                    "note": form.cleaned_data["note"],
                }
            )
        if any(form.errors for form in self.forms):
            raise forms.ValidationError("有一处标记在稿件里找不到。")


MarkFormSet = forms.formset_factory(
    MarkForm, formset=BaseMarkFormSet, extra=1, max_num=MOST_MARKS, absolute_max=MOST_MARKS
)


def _squeezed(text: str) -> str:
    return "".join(text.split())


class HandOverForm(forms.Form):
    """To which colleague a piece goes."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="交给",
        empty_label="请选择",
        error_messages={"required": "请选择一位同事。", "invalid_choice": "请从列表里选一位同事。"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda person: person.get_full_name()


class StandInForm(HandOverForm):
    """Who takes a step that is not theirs, and why."""

    reason = forms.CharField(
        label="原因", max_length=200, error_messages={"required": "请写明为什么要代审。"}
    )


class WithdrawForm(forms.Form):
    """Why a published piece is taken down."""

    comment = forms.CharField(
        label="撤稿理由",
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="作者会看到这段话。稿件会立刻从页面、列表、搜索和订阅里消失。",
        error_messages={"required": "请写明撤稿的理由。"},
    )


class CorrectionForm(forms.Form):
    """What readers shall know about a mistake."""

    comment = forms.CharField(
        label="更正内容",
        max_length=500,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="读者会在文章上看到这段话和今天的日期。例如：文中“2013年”应为“2012年”。",
        error_messages={"required": "请写明更正的内容。"},
    )
