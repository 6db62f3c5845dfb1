"""The form in which a workshop shows a result."""

from typing import Any

from django import forms
from wagtail.models import Page

from editorial.forms import Section, SubmissionForm, TextField, choice_field
from portal.queries import public_pages
from workshops.models import WorkshopPage, WorkshopShowcasePage


class ShowcaseForm(SubmissionForm):
    """工作坊成果."""

    explanation = "课例、课题、论文、教学资源：晒一晒工作坊的成果。"
    plain = ("result_kind", "subject")
    needed = ("title", "body", "workshop", "result_kind")
    body_title = "成果介绍"
    sections_before = (Section("成果", ("workshop", ("result_kind", "subject"))),)

    workshop = forms.ModelChoiceField(
        label="所属工作坊",
        queryset=WorkshopPage.objects.none(),
        required=False,
        empty_label="请选择",
        help_text="存成草稿以后就不能换工作坊了。",
        error_messages={"invalid_choice": "请从列出的工作坊里选一个。"},
    )
    result_kind = choice_field("成果类型", WorkshopShowcasePage.ResultKind.choices)
    subject = TextField(label="学科", max_length=20)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.page.pk:  # a piece lies below its workshop from the start
            del self.fields["workshop"]
        else:
            self.fields["workshop"].queryset = public_pages(WorkshopPage.objects.order_by("title"))

    def clean_workshop(self) -> WorkshopPage:
        """Ask for the workshop even in a draft: without it the piece has no place."""
        workshop = self.cleaned_data["workshop"]
        if workshop is None:
            raise forms.ValidationError("请先选择工作坊，草稿要存在它下面。")
        return workshop

    def parent(self) -> Page | None:
        """Return the chosen workshop."""
        return self.cleaned_data["workshop"]
