"""The parts of a form from top to bottom: declared by name, shown with bound fields."""

from dataclasses import dataclass, field

from django import forms

from editorial.forms.rows import RowFormSet


@dataclass(frozen=True)
class Section:
    """A part of the form.

    Attributes:
        title: the heading; intro: a sentence below it.
        lines: field names, one or two a line; or the name of a group of rows.
    """

    title: str
    lines: tuple[str | tuple[str, str], ...] = ()
    intro: str = ""
    rows: str = ""


@dataclass(frozen=True)
class Line:
    """One or two fields beside each other."""

    fields: list[forms.BoundField]

    @property
    def style(self) -> str:
        """The class of the line's element."""
        return "form__pair" if len(self.fields) > 1 else "form__line"


@dataclass
class ShownSection:
    """A section with its bound fields, as the template goes through it."""

    title: str
    intro: str
    lines: list[Line] = field(default_factory=list)
    rows: RowFormSet | None = None
