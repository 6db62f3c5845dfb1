"""The filter above the directory of workshops."""

from django import forms


class WorkshopFilterForm(forms.Form):
    """Which workshops to show."""

    tier = forms.ChoiceField(label="层级", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        from workshops.models import WorkshopPage

        self.fields["tier"].choices = [("", "全部层级"), *WorkshopPage.Tier.choices]
