"""The forms in which workshops write for readers: results and plans."""

from typing import Any

from django import forms
from django.db.models import Q
from wagtail.models import Page

from editorial.forms import (
    DayField,
    RowForm,
    RowFormSet,
    Section,
    SubmissionForm,
    TextField,
    choice_field,
    rows_of,
)
from people.models import User
from people.roles import Role, has_role
from portal.queries import public_pages
from workshops.choices import Licence, ResultKind
from workshops.models import (
    Membership,
    ShowcaseAuthor,
    WorkshopPage,
    WorkshopYear,
)

MOST_AUTHORS = 12


class OfWorkshopForm(SubmissionForm):
    """A piece lies below its workshop from the start, so the workshop is asked for first."""

    workshop = forms.ModelChoiceField(
        label="所属工作坊",
        queryset=WorkshopPage.objects.none(),
        required=False,
        empty_label="请选择",
        help_text="存成草稿以后就不能换工作坊了。",
        error_messages={"invalid_choice": "请从列出的工作坊里选一个。"},
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if self.page.pk:
            del self.fields["workshop"]
        else:
            offered = self.workshops_of(self.author)
            self.fields["workshop"].queryset = public_pages(offered.order_by("title"))

    def workshops_of(self, author: User) -> Any:
        """Return the workshops below which the author may write."""
        raise NotImplementedError

    def initial_of(self, page: Any) -> dict[str, Any]:
        """Begin in the workshop from which the form was opened."""
        return super().initial_of(page) | {"workshop": getattr(page, "begun_in", None)}

    def clean_workshop(self) -> WorkshopPage:
        """Ask for the workshop even in a draft: without it the piece has no place."""
        workshop = self.cleaned_data["workshop"]
        if workshop is None:
            raise forms.ValidationError("请先选择工作坊，草稿要存在它下面。")
        return workshop

    def parent(self) -> Page | None:
        """Return the chosen workshop."""
        return self.cleaned_data["workshop"]


class AuthorForm(RowForm):
    """Somebody who made the result too."""

    needed = ("name",)
    lacking = "请填写姓名，或移除这一行。"

    name = TextField(label="姓名", max_length=40)
    unit_name = TextField(label="单位", max_length=80)
    consent_date = DayField(label="本人同意署名的日期")


class AuthorFormSet(RowFormSet):
    """The others who made the result."""

    title = "合作者"
    noun = "位合作者"
    relation = "authors"
    model = ShowcaseAuthor


class ShowcaseForm(OfWorkshopForm):
    """工作坊成果."""

    explanation = "课例、课题、论文、视频、教学资源：晒一晒工作坊的成果。"
    plain = ("result_kind", "subject", "video_url", "licence")
    needed = ("title", "body", "workshop", "result_kind")
    row_sets = {"authors": rows_of(AuthorForm, AuthorFormSet, most=MOST_AUTHORS)}
    body_title = "成果介绍"
    sections_before = (
        Section("成果", ("workshop", ("result_kind", "subject"), "video_url")),
        Section(
            "合作者",
            rows="authors",
            intro="一起做的人都写上；自己不用再填。署别人的名，先问过本人。",
        ),
    )
    sections_after = (Section("使用", ("licence",)),)

    result_kind = choice_field("成果类型", ResultKind.choices)
    subject = TextField(label="学科", max_length=20)
    video_url = TextField(
        label="视频地址", max_length=200, help_text="视频成果才填，以 https:// 开头的网址。"
    )
    licence = forms.ChoiceField(
        label="别人怎样使用",
        choices=Licence.choices,
        initial=Licence.RESERVED,
        required=False,
        help_text="合作的成果，请先和合作者商定。",
        error_messages={"invalid_choice": "请从列出的选项里选一项。"},
    )

    def workshops_of(self, author: User) -> Any:
        """Where the author is a member, or the host."""
        inside = Membership.objects.active().filter(user=author.pk)
        return WorkshopPage.objects.filter(Q(pk__in=inside.values("workshop")) | Q(host=author.pk))

    def clean_licence(self) -> str:
        """Keep the present licence where none was sent."""
        return self.cleaned_data["licence"] or self.page.licence

    def clean_video_url(self) -> str:
        """Take nothing that is no address."""
        url = self.cleaned_data["video_url"]
        if url and not url.isascii():
            raise forms.ValidationError("视频地址里有汉字或全角字符，请重新复制网址。")
        if url:
            problems = {"invalid": "请填写完整的网址，以 https:// 开头。"}
            return forms.URLField(assume_scheme="https", error_messages=problems).clean(url)
        return url


class PlanForm(OfWorkshopForm):
    """工作坊年度计划."""

    explanation = "把年度计划公开给读者，要过三审。"
    plain = ("year",)
    needed = ("title", "body", "workshop", "year")
    body_title = "计划"
    sections_before = (Section("年度", ("workshop", "year")),)

    year = forms.ModelChoiceField(
        label="年度",
        queryset=WorkshopYear.objects.all(),
        required=False,
        empty_label="请选择",
        error_messages={"invalid_choice": "请从列出的年度里选一个。"},
    )

    def workshops_of(self, author: User) -> Any:
        """What the author runs."""
        if not has_role(author, Role.WORKSHOP_HOST):
            return WorkshopPage.objects.none()
        return WorkshopPage.objects.filter(host=author.pk)
