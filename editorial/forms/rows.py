"""Repeated groups of a form: books of a list, lines of an agenda, pictures."""

from typing import Any

from django import forms
from django.db.models import Model
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME

from editorial.forms.picking import PickField

FORGIVEN = 20  # rows beyond the limit that are still read, so that a message can speak of them


class RowForm(forms.Form):
    """One row; a row in which nothing was entered does not exist.

    ``needed`` names what a row that exists must have, ``lacking`` says so in words; ``marked``
    names the fields that are not marked as optional.
    """

    use_required_attribute = False
    needed: tuple[str, ...] = ()
    lacking = ""
    marked: tuple[str, ...] = ()

    def __init__(
        self,
        *args: Any,
        known: dict[str, dict[int, Model]] | None = None,
        quiet: bool = False,
        person: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.quiet = quiet
        for field in self.fields.values():
            if isinstance(field, PickField):
                field.see_as(person)
        if not self.is_bound:
            self._mark()
        for name, objects in (known or {}).items():
            self.fields[name].known = objects

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The visible fields without order and removal."""
        return [
            field
            for field in self.visible_fields()
            if field.name not in (ORDERING_FIELD_NAME, DELETION_FIELD_NAME)
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without order and removal."""
        outside = (ORDERING_FIELD_NAME, DELETION_FIELD_NAME)
        return {name: v for name, v in self.cleaned_data.items() if name not in outside}

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered."""
        return not any(self.values.values())

    def _mark(self) -> None:
        for name in (*self.needed, *self.marked):
            self.fields[name].required = True

    def full_clean(self) -> None:
        """Check the row; a quiet form only shows what was sent."""
        super().full_clean()
        # Marked only now: whether the row exists at all is known after its fields are read.
        self._mark()
        if self.quiet:
            self._errors.clear()

    def clean(self) -> dict[str, Any]:
        """Let the row say what it lacks, unless it is empty or about to go."""
        cleaned = super().clean()
        if not self.errors and not self.is_blank and not cleaned.get(DELETION_FIELD_NAME):
            self.check(cleaned)
        return cleaned

    def check(self, cleaned: dict[str, Any]) -> None:
        """Add errors where the row cannot be stored as it is."""
        for name in self.needed:
            if not cleaned[name]:
                self.add_error(name, self.lacking)


class RowFormSet(forms.BaseFormSet):
    """The rows of one kind in a form.

    Attributes:
        title, noun, help_text: what the author reads; ``noun`` with its measure word.
        relation: the page's manager of child rows that these rows fill, and ``model`` of a child.
        problems: messages about the rows as a whole.
    """

    title = ""
    noun = ""
    help_text = ""
    relation = ""
    model: type[Model] | None = None
    template = "editorial/desk/components/rows.html"
    row_style = "formset__item--two"
    default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "too_many_forms": "行数太多了，请移除一些。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: list[str] = []

    @classmethod
    def initial_of(cls, page: Any) -> list[dict[str, Any]]:
        """Return the rows of ``page``."""
        names = cls.form.base_fields
        children = getattr(page, cls.relation).all()
        return [{name: getattr(child, name) for name in names} for child in children]

    @classmethod
    def picks(cls) -> dict[str, PickField]:
        """Return the fields of a row that choose from a catalogue."""
        fields = cls.form.base_fields.items()
        return {name: field for name, field in fields if isinstance(field, PickField)}

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        order, removal = form.fields[ORDERING_FIELD_NAME], form.fields[DELETION_FIELD_NAME]
        order.label, removal.label = "顺序", "移除"
        order.initial = None if index is None else index + 1
        order.error_messages["invalid"] = "顺序请填数字。"
        order.widget.attrs |= {"min": 1, "max": self.max_num, "inputmode": "numeric"}

    def clean(self) -> None:
        """Say in words that there are too many rows, or that the form arrived in pieces."""
        if len(self.filled) > self.max_num:
            self.problems.append(f"最多 {self.max_num} {self.noun}，请移除几{self.noun[:1]}。")

    @property
    def may_grow(self) -> bool:
        """Whether there is room for one row more."""
        return self.total_form_count() < self.max_num

    @property
    def filled(self) -> list[RowForm]:
        """The valid rows with something in them, in the order that the author gave."""
        rows = [
            form
            for form in self.forms
            if form.is_valid()
            and not form.is_blank
            and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]
        last = self.max_num + FORGIVEN + 1
        return sorted(rows, key=lambda form: form.cleaned_data.get(ORDERING_FIELD_NAME) or last)

    def is_valid(self) -> bool:
        if not self.management_form.is_valid():
            self.problems = ["页面没有完整送达，请再提交一次。"]
            return False
        return super().is_valid() and not self.problems

    def messages(self) -> list[str]:
        """Return every message about the rows, for the summary above the form."""
        found = [*self.problems, *self.non_form_errors()]
        for number, form in enumerate(self.forms, start=1):
            if form.errors and not form.data.get(form.add_prefix(DELETION_FIELD_NAME)):
                for errors in form.errors.values():
                    found += [f"第 {number} {self.noun}：{error}" for error in errors]
        return found

    def write(self, page: Any) -> None:
        """Put the rows into the page's child rows; a child that stays keeps its identity."""
        manager = getattr(page, self.relation)
        present = list(manager.all())
        children = []
        for number, form in enumerate(self.filled):
            child = present[number] if number < len(present) else self.model()
            for name, value in form.values.items():
                setattr(child, name, value)
            child.sort_order = number
            children.append(child)
        manager.set(children)


def rows_of(form: type[RowForm], formset: type[RowFormSet], *, most: int) -> type[RowFormSet]:
    """Return the class for at most ``most`` rows of ``form``."""
    return forms.formset_factory(
        form,
        formset=formset,
        extra=1,
        max_num=most,
        absolute_max=most + FORGIVEN,
        can_order=True,
        can_delete=True,
    )
