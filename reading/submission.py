"""The forms in which teachers write about books."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Exists, Model, OuterRef, Q

from editorial.errors import NotPossible
from editorial.forms import (
    MOST_RESULTS,
    DayField,
    Picker,
    PickField,
    RowForm,
    RowFormSet,
    Section,
    SubmissionForm,
    TextField,
    choice_field,
    paragraph_field,
    rows_of,
)
from editorial.forms.rich_text import RichTextField
from people.roles import Role, has_role
from reading.catalogue.actions import propose_work
from reading.catalogue.forms import MissingBookForm
from reading.catalogue.queries import narrowed
from reading.models import (
    BookListItem,
    BookListPage,
    LogQuotation,
    Proposal,
    ReadingLogPage,
    Work,
)
from reading.shelf.rules import MOST_QUOTATIONS, MOST_QUOTED

MOST_BOOKS = 30
LENGTH_HINT = (800, 1500)


class WorkPicker(Picker):
    """The catalogue of books: what is in it, and what the person proposed and waits."""

    noun = "书"
    placeholder = "输入书名、作者或 ISBN"
    not_found = "目录里没有这本书，换一个词试试，或在下面补上。"
    addition = MissingBookForm
    adding = "目录里没有？补上这本书"
    media = forms.Media(
        css={"all": ["reading/css/catalogue.css"]},
        js=[forms.Script("reading/js/barcode.js", type="module")],
    )
    person: Any = AnonymousUser()

    def of(self, person: Any) -> "WorkPicker":
        picker = WorkPicker()
        picker.person = person or AnonymousUser()
        return picker

    def search(self, words: str) -> list[Model]:
        return list(narrowed(Work.objects.usable_by(self.person), words)[:MOST_RESULTS])

    def load(self, ids: Collection[int]) -> dict[int, Model]:
        """Return the usable works by the numbers asked for; a merged one gives its successor."""
        own = Proposal.objects.filter(
            Q(work=OuterRef("pk")) | Q(work=OuterRef("merged_into")), proposed_by=self.person.pk
        )
        rows = Work.objects.filter(pk__in=ids).select_related("merged_into")
        found = {}
        for row in rows.annotate(is_own=Exists(own)):
            work = row.merged_into or row
            if work.is_public or row.is_own:
                found[row.pk] = work
        return found

    def label(self, chosen: Model) -> str:
        facts = "，".join(part for part in (chosen.authors, chosen.get_kind_display()) if part)
        return f"{chosen}{facts}" + ("" if chosen.is_public else "（待编辑确认）")

    def add(self, form: forms.Form) -> Work | None:
        try:
            return propose_work(by=self.person, **form.values)
        except ValidationError as problems:
            for name, texts in problems.message_dict.items():
                form.add_error(name if name in form.fields else None, texts)
        except NotPossible as refused:
            form.add_error(None, str(refused))
        return None


class BookForm(RowForm):
    """One book of a list and why to read it."""

    needed = ("work",)
    marked = ("reason",)
    lacking = "请选一本书，或移除这一行。"

    work = PickField(WorkPicker(), "work", label="图书")
    reason = paragraph_field(
        "推荐理由", max_length=500, help_text="一两句话：它好在哪里，适合谁读。"
    )
    contributor = TextField(
        label="荐书人", max_length=40, help_text="自己推荐的不用填；别人推荐的，写上本人姓名。"
    )
    consent_date = DayField(label="荐书人同意署名的日期", help_text="填了荐书人才需要。")


class BookFormSet(RowFormSet):
    """The books of a list."""

    row_style = ""
    title = "图书"
    noun = "本书"
    relation = "items"
    model = BookListItem

    @classmethod
    def initial_of(cls, page: BookListPage) -> list[dict[str, Any]]:
        """Return the books with their reasons, the books in one query."""
        items = list(page.items.all())
        works = Work.objects.in_bulk([item.work_id for item in items])
        return [
            {
                "work": works.get(item.work_id),
                "reason": item.reason,
                "contributor": item.contributor,
                "consent_date": item.consent_date,
            }
            for item in items
        ]


class BookListForm(SubmissionForm):
    """晒书单."""

    explanation = "推荐几本读过的书，每本写一句理由。"
    plain = ("list_kind", "season")
    needed = ("title",)
    row_sets = {"items": rows_of(BookForm, BookFormSet, most=MOST_BOOKS)}
    body_title = "前言"
    body_intro = "为什么推荐这些书，可以不写。"
    sections_before = (
        Section("书单", ("list_kind", "season")),
        Section(
            "图书",
            rows="items",
            intro="先查书名，再选中那本书。几个人合写的，每本写上荐书人；署别人的名，先问过本人。",
        ),
    )

    list_kind = choice_field("书单类型", BookListPage.ListKind.choices, radio=True)
    season = TextField(label="哪一季", max_length=20, help_text="编辑荐书才需要，例如：2026年冬。")

    def __init__(self, **kwargs: Any) -> None:
        """Open the form; 编辑荐书 is the editors' own kind of list."""
        is_editor = has_role(kwargs["author"], Role.EDITOR, Role.CHIEF_EDITOR)
        if not is_editor:
            self.plain = ("list_kind",)
        super().__init__(**kwargs)
        if not is_editor:
            del self.fields["season"]
            self.fields["list_kind"].choices = [
                choice
                for choice in BookListPage.ListKind.choices
                if choice[0] != BookListPage.ListKind.EDITORS
            ]

    def clean_list_kind(self) -> str:
        """A list whose kind is left open stays what it is."""
        return self.cleaned_data["list_kind"] or self.page.list_kind


class QuotationForm(RowForm):
    """A sentence of the book and its page."""

    needed = ("text",)
    lacking = "请写下摘句，或移除这一行。"

    text = paragraph_field("摘句", max_length=MOST_QUOTED, rows=2)
    page = TextField(label="页码", max_length=20)


class QuotationFormSet(RowFormSet):
    """Sentences of the book, kept apart from the author's own text."""

    row_style = ""
    title = "摘句"
    noun = "条摘句"
    relation = "quotations"
    model = LogQuotation


class ReadingLogForm(SubmissionForm):
    """读书笔记."""

    explanation = "读完一本书，写下自己的话，算进 2+N。"
    plain = ("work", "slot", "manner", "started_on", "finished_on")
    needed = ("title", "body", "work", "slot", "finished_on")
    row_sets = {"quotations": rows_of(QuotationForm, QuotationFormSet, most=MOST_QUOTATIONS)}
    body_title = "笔记"
    sections_before = (
        Section("读的书", ("work", ("slot", "manner"), ("started_on", "finished_on"))),
    )
    sections_after = (
        Section(
            "摘句",
            rows="quotations",
            intro="想让读者也读到的原句，可以不写。摘句单独排印，不算进正文的字数。",
        ),
    )

    work = PickField(WorkPicker(), "work", label="图书")
    slot = choice_field("2+N 中的位置", ReadingLogPage.Slot.choices)
    manner = choice_field("怎么读的", ReadingLogPage.Manner.choices)
    started_on = DayField(label="开始日期")
    finished_on = DayField(label="读完日期")
    body = RichTextField(
        label="正文",
        hint=LENGTH_HINT,
        help_text="写自己的理解和做法，不用抄书。800–1500 字最好读，长短不限。",
    )


class StudyCornerForm(SubmissionForm):
    """晒书房."""

    explanation = "几张照片、几句话，看看您在哪里读书。"
    plain = ("photos_checked",)
    needed = ("title", "body", "photos_checked")
    body_title = "书房"
    body_intro = "书房在哪里，什么时候在那里读书，手边常放着哪几本。"
    pictures_intro = (
        "至少一张。上传前请看一看：有没有学生的脸，有没有门牌、快递单、证件，窗外能不能认出住处。"
    )
    sections_after = (Section("送审前再看一眼照片", ("photos_checked",)),)

    photos_checked = forms.BooleanField(
        label="看过了：照片里没有学生的脸，也没有门牌号和能认出家庭住址的东西。",
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "yes"}),
    )
