"""The filter above the list of stories."""

from django import forms

from people.choices import Stage


class StoryFilterForm(forms.Form):
    """Which stories to list; every field may stay empty."""

    STAGES = Stage.choices

    quality = forms.ModelChoiceField(
        label="品质", queryset=None, required=False, to_field_name="slug", empty_label="全部品质"
    )
    stage = forms.ChoiceField(label="学段", choices=[("", "全部学段"), *STAGES], required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        from stories.models import Quality

        self.fields["quality"].queryset = Quality.objects.all()
