"""The filter above the list of topics."""

from django import forms

from home.topics.rules import Kind, State


class TopicFilterForm(forms.Form):
    """Which topics to list: without a choice those that run."""

    when = forms.ChoiceField(
        label="时间",
        choices=[("", State.RUNNING.label), (State.OVER.value, State.OVER.label)],
        required=False,
    )
    kind = forms.ChoiceField(
        label="类型", choices=[("", "专题和成果展"), *Kind.choices], required=False
    )
