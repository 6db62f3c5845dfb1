"""What a reviewer says."""

from django import forms


class DecisionForm(forms.Form):
    """An opinion about the version that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label="意见",
        required=False,
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="退回时必填：用平常的话写明哪里要改、怎么改。通过时可以留空。",
    )
    decision = forms.ChoiceField(choices=[("approve", "通过"), ("return", "退回修改")])

    def clean(self) -> dict[str, object]:
        """Ask for a reason where the piece goes back."""
        cleaned = super().clean()
        if cleaned.get("decision") == "return" and not cleaned.get("comment"):
            self.add_error("comment", "请写明退回的理由，作者才知道怎么改。")
        return cleaned


class WithdrawForm(forms.Form):
    """Why a published piece is taken down."""

    comment = forms.CharField(
        label="撤稿理由",
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="作者会看到这段话。稿件会立刻从页面、列表、搜索和订阅里消失。",
        error_messages={"required": "请写明撤稿的理由。"},
    )
