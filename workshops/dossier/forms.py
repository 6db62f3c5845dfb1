"""The forms of a dossier: a level and some words for each indicator."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from editorial.forms import TextField
from workshops.dossier.actions import LONGEST_SENTENCE, Said
from workshops.membership.forms import PlainForm
from workshops.models import DossierAnswer, WorkshopYear
from workshops.models.dossiers import LONGEST_ANSWER, LONGEST_SUMMARY


@dataclass(frozen=True)
class Row:
    """One indicator with its two bound fields."""

    answer: DossierAnswer
    level: forms.BoundField
    text: forms.BoundField


class RatingForm(PlainForm):
    """A level and some words for each of the indicators.

    Args:
        answers: the indicators in their order.
        key: which number stands in the names of the fields.
    """

    level_label = "等级"
    text_label = "说明"

    def __init__(
        self,
        data: QueryDict | None,
        *,
        answers: Sequence[DossierAnswer],
        key: Callable[[DossierAnswer], int],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.answers, self.key = answers, key
        for answer in answers:
            number = key(answer)
            self.fields[f"level-{number}"] = forms.ChoiceField(
                label=f"{answer.name}：{self.level_label}",
                choices=[(level, level) for level in answer.levels],
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "请从列出的等级里选一项。"},
            )
            self.fields[f"text-{number}"] = TextField(
                label=f"{answer.name}：{self.text_label}",
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def full_clean(self) -> None:
        """Check what was entered; what must be there in the end may be missing for now."""
        needed = [self.fields[name] for name in self.fields if not name.startswith("text-")]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    @property
    def rows(self) -> Iterator[Row]:
        """The indicators with their fields."""
        for answer in self.answers:
            number = self.key(answer)
            yield Row(answer, self[f"level-{number}"], self[f"text-{number}"])

    @property
    def said(self) -> dict[int, Said]:
        """What was chosen and written, by number."""
        numbers = [self.key(answer) for answer in self.answers]
        return {
            number: Said(self.cleaned_data[f"level-{number}"], self.cleaned_data[f"text-{number}"])
            for number in numbers
        }


class SelfAssessmentForm(RatingForm):
    """The host's own view of the year."""

    level_label = "自评等级"
    text_label = "自评说明"

    summary = TextField(
        label="这一年",
        max_length=LONGEST_SUMMARY,
        required=True,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="做成了什么，哪里没有做好，明年怎么改。上面的记录不用再抄一遍。",
    )

    @classmethod
    def of(
        cls, summary: str, answers: Sequence[DossierAnswer], data: QueryDict | None
    ) -> "SelfAssessmentForm":
        """Return the form with what was written before."""
        initial = {"summary": summary}
        for answer in answers:
            initial[f"level-{answer.indicator_id}"] = answer.level
            initial[f"text-{answer.indicator_id}"] = answer.text
        return cls(data, answers=answers, key=lambda each: each.indicator_id or 0, initial=initial)


class AssessmentForm(RatingForm):
    """The office's view."""

    level_label = "评议等级"
    text_label = "评议说明"

    opinion = TextField(
        label="评议意见",
        max_length=LONGEST_SUMMARY,
        required=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="写给主持人看：好在哪里，下一年可以改什么。",
    )

    @classmethod
    def of(cls, answers: Sequence[DossierAnswer], data: QueryDict | None) -> "AssessmentForm":
        """Return the form; no level is chosen before somebody chose it."""
        return cls(data, answers=answers, key=lambda each: each.pk)


class ReturnForm(PlainForm):
    """What is missing."""

    sentence = TextField(
        label="要补充什么",
        max_length=LONGEST_SENTENCE,
        required=True,
        error_messages={"required": "请写一句要补充什么，主持人会看到。"},
    )


class BeginForm(PlainForm):
    """Of which year a dossier is opened."""

    year = forms.ModelChoiceField(
        queryset=WorkshopYear.objects.all(),
        error_messages={"required": "请选择年度。", "invalid_choice": "没有这个年度。"},
    )
