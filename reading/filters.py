"""The filters above the lists of the reading section."""

from django import forms


class BookListFilterForm(forms.Form):
    """Which book lists to show."""

    list_kind = forms.ChoiceField(label="类型", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        from reading.models import BookListPage

        self.fields["list_kind"].choices = [("", "全部类型"), *BookListPage.ListKind.choices]


class ReadingLogFilterForm(forms.Form):
    """Which reading logs to show."""

    slot = forms.ChoiceField(label="类别（2+N）", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        from reading.models import ReadingLogPage

        self.fields["slot"].choices = [("", "全部"), *ReadingLogPage.Slot.choices]
