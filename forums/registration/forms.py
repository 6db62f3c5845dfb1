"""The forms of whoever registers: oneself, or colleagues."""

from typing import Any

from django import forms
from django.http import QueryDict

from editorial.forms import TextField
from forums.models import Question
from forums.registration.answers import LONGEST, options_of


def question_field(question: Question) -> forms.Field:
    """Return the field with which a question is answered."""
    options = options_of(question)
    needed = {"required": "请回答这个问题。", "invalid_choice": "请从列出的选项里选一项。"}
    if options:
        return forms.ChoiceField(
            label=question.label,
            required=question.is_required,
            choices=[(option, option) for option in options],
            widget=forms.RadioSelect,
            error_messages=needed,
        )
    field = TextField(label=question.label, max_length=LONGEST, error_messages=needed)
    field.required = question.is_required
    return field


class RegisterForm(forms.Form):
    """The organiser's questions."""

    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None = None, *, questions: list[Question], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[f"question-{question.pk}"] = question_field(question)

    @property
    def answers(self) -> dict[int, str]:
        """What was answered, by the number of the question."""
        return {
            question.pk: self.cleaned_data.get(f"question-{question.pk}", "")
            for question in self.questions
        }

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The questions alone."""
        return [self[f"question-{question.pk}"] for question in self.questions]


class GroupForm(RegisterForm):
    """Colleagues to register, and the answers given for all of them."""

    people = forms.TypedMultipleChoiceField(
        label="报名的老师",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请选要报名的老师。",
            "invalid_choice": "名单里没有这位老师，请刷新页面再选。",
        },
    )

    def __init__(
        self, data: QueryDict | None = None, *, people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["people"].choices = people


class ReasonForm(forms.Form):
    """Why something is refused, cancelled or exported."""

    use_required_attribute = False

    reason = TextField(
        label="理由",
        max_length=200,
        required=True,
        error_messages={"required": "请写一句理由。"},
    )
