"""The filter above the list of events."""

from django import forms


class EventFilterForm(forms.Form):
    """Which events to show."""

    WHEN = [("", "全部时间"), ("coming", "即将举行"), ("past", "往期回顾")]

    kind = forms.ChoiceField(label="类型", required=False)
    when = forms.ChoiceField(label="时间", choices=WHEN, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        from forums.models import ForumEventPage

        self.fields["kind"].choices = [("", "全部类型"), *ForumEventPage.EventKind.choices]
