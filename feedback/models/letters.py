"""What readers write to the editors, and what became of it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from editorial.models.record import AppendOnly
from feedback.enums import OPEN, SETTLED, UNTAKEN, Doubt, Kind, State, Verb, Way

LONGEST_QUOTE = 500
LONGEST_CONTACT = 100
LONGEST_REPLY = 1000
LONGEST_PATH = 300


def new_receipt() -> str:
    """Return an address nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class Letter(models.Model):
    """A suggestion, or the mistake that a reader found in a page.

    Written only by ``feedback.letters.actions``.

    Attributes:
        path: the address at which the reader stood, from the root of the portal, without its query.
        quote: of a correction, the sentence that is wrong.
        contact: as typed; shown to an editor who opens it, which the trail notes.
        author: whoever was signed in; visitors have none.
        challenge: the number of the form; the same sent twice is one letter.
        receipt: the secret end of the address where its writer follows it.
        held_for: why it waits apart, if it does.
        reply: the words for its writer, once it is settled.
    """

    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="页面",
        null=True,
        on_delete=models.SET_NULL,
        related_name="letters",
    )
    page_title = models.CharField("页面题目", max_length=255, blank=True)
    path = models.CharField("网址", max_length=LONGEST_PATH, blank=True)
    quote = models.CharField("原句", max_length=LONGEST_QUOTE, blank=True)
    text = models.TextField("内容")
    contact = models.CharField("联系方式", max_length=LONGEST_CONTACT, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="写信人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="letters",
    )
    challenge = models.CharField("表单号", max_length=32, unique=True, editable=False)
    receipt = models.CharField("回执号", max_length=32, unique=True, default=new_receipt)
    way = models.CharField("验证方式", max_length=10, choices=Way.choices)
    held_for = models.CharField("待确认的原因", max_length=10, choices=Doubt.choices, blank=True)
    made_at = models.DateTimeField("写信时间", default=timezone.now)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办编辑",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    taken_at = models.DateTimeField("接手时间", null=True)
    reply = models.TextField("答复", max_length=LONGEST_REPLY, blank=True)
    settled_at = models.DateTimeField("办结时间", null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "读者来信"
        verbose_name_plural = "读者来信"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=UNTAKEN, editor=None, settled_at=None)
                | Q(state=State.TAKEN, editor__isnull=False, settled_at=None)
                | (
                    Q(state__in=SETTLED, editor__isnull=False, settled_at__isnull=False)
                    & ~Q(reply="")
                ),
                name="feedback_letter_state_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | ~Q(held_for=""), name="feedback_letter_held_for"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.SUGGESTION) | ~Q(page_title=""),
                name="feedback_correction_has_page",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "made_at"],
                condition=Q(state__in=OPEN),
                name="feedback_letters_open",
            ),
            models.Index(fields=["way", "made_at"], name="feedback_letters_measured"),
            models.Index(fields=["-made_at", "-id"], name="feedback_letters_newest"),
            models.Index(fields=["author", "-made_at"], name="feedback_letters_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text[:30]}"

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to do something about it."""
        return self.state in OPEN

    @property
    def address(self) -> str:
        """Where its reader stood, as a link; empty where that is not known."""
        return f"{get_script_prefix().rstrip('/')}{self.path}" if self.path else ""

    def get_receipt_url(self) -> str:
        """The address that its writer keeps."""
        return reverse("feedback:receipt", args=[self.receipt])


class Handling(AppendOnly):
    """Who did what with a letter, when. ``by`` is empty where the portal did it by itself."""

    letter = models.ForeignKey(
        Letter, verbose_name="来信", on_delete=models.CASCADE, related_name="handlings"
    )
    verb = models.CharField("处理", max_length=12, choices=Verb.choices)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("时间", default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "来信处理记录"
        verbose_name_plural = "来信处理记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d}"
