"""The filter above the directory of workshops."""

from django import forms

from people.models import Unit
from portal.queries import public_pages
from workshops.choices import Tier, WorkshopKind


class WorkshopFilterForm(forms.Form):
    """Which workshops to show. Queries: 2, and 1 to check a chosen unit."""

    tier = forms.ChoiceField(
        label="层级", required=False, choices=[("", "全部层级"), *Tier.choices]
    )
    kind = forms.ChoiceField(
        label="类型", required=False, choices=[("", "全部类型"), *WorkshopKind.choices]
    )
    subject = forms.ChoiceField(label="学科", required=False)
    unit = forms.ModelChoiceField(
        label="所在单位", required=False, queryset=Unit.objects.none(), empty_label="全部单位"
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        from workshops.models import WorkshopPage

        shown = public_pages(WorkshopPage.objects.exclude(subject=""))
        subjects = shown.order_by("subject").values_list("subject", flat=True).distinct()
        self.fields["subject"].choices = [("", "全部学科"), *((each, each) for each in subjects)]
        # The bureau's own children; each stands for all schools below it.
        self.fields["unit"].queryset = Unit.objects.filter(depth=2, is_active=True)
