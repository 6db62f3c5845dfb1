"""Which mails a person wants."""

from django import forms

from editorial.models import MailChoice


class MailChoiceForm(forms.ModelForm):
    """One box for each group of mails."""

    class Meta:
        model = MailChoice
        fields = ["decisions", "events", "digest"]
