"""What the list of stories can be narrowed by, read from the address."""

from django import forms

from people.choices import Stage
from people.models import Unit

FIRST_YEAR, LAST_YEAR = 1949, 2100


class StoryFilterForm(forms.Form):
    """Which stories to list; every field may stay empty. Shown as links, see ``browsing``."""

    STAGES = Stage.choices

    quality = forms.ModelChoiceField(
        label="品质", queryset=None, required=False, to_field_name="slug"
    )
    stage = forms.ChoiceField(label="学段", choices=[("", ""), *STAGES], required=False)
    subject = forms.CharField(label="学科", max_length=20, required=False)
    unit = forms.ModelChoiceField(label="单位", queryset=None, required=False)
    year = forms.IntegerField(
        label="年份", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        from stories.models import Quality

        self.fields["quality"].queryset = Quality.objects.all()
        self.fields["unit"].queryset = Unit.objects.all()
