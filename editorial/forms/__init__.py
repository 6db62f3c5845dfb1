"""Forms of the author's desk; the subjects build theirs from these parts."""

from editorial.forms.fields import (
    ClockField,
    DayField,
    MomentField,
    TextField,
    choice_field,
    paragraph_field,
)
from editorial.forms.layout import Section
from editorial.forms.picking import MOST_RESULTS, Picker, PickField, UnitPicker
from editorial.forms.rich_text import RichTextField
from editorial.forms.rows import RowForm, RowFormSet, rows_of
from editorial.forms.submission import SubmissionForm

__all__ = [
    "MOST_RESULTS",
    "ClockField",
    "DayField",
    "MomentField",
    "PickField",
    "Picker",
    "RichTextField",
    "RowForm",
    "RowFormSet",
    "Section",
    "SubmissionForm",
    "TextField",
    "UnitPicker",
    "choice_field",
    "paragraph_field",
    "rows_of",
]
