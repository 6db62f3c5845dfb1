"""What the district decides about discussions: rows and figures, never constants."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from discussions import rules
from discussions.enums import Approval, Readers


class PlaceRule(models.Model):
    """How discussions go at all places of a kind, or at one of them.

    A place without a row of its own has that of its kind; a kind without one has the defaults of
    the fields, which are the careful ones.
    """

    kind = models.SlugField("地点类别", max_length=20)
    place_id = models.PositiveBigIntegerField(
        "单个地点", null=True, blank=True, help_text="地点的编号；留空，管这一类的全部。"
    )
    is_open = models.BooleanField(
        "可以讨论", default=True, help_text="关掉后不能再发言，已有的仍然看得到。"
    )
    readers = models.CharField(
        "谁能看", max_length=10, choices=Readers.choices, default=Readers.SIGNED_IN
    )
    approval = models.CharField(
        "审核", max_length=10, choices=Approval.choices, default=Approval.BEFORE
    )
    trusted_after = models.PositiveSmallIntegerField(
        "通过几条后可直接发",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="留空，每一条都要看。",
    )

    class Meta:
        verbose_name = "讨论规则"
        verbose_name_plural = "讨论规则"
        ordering = ["kind", "place_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "place_id"],
                name="discussions_rule_of_place",
                violation_error_message="这个地点已经有一条规则。",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(place_id=None),
                name="discussions_rule_of_kind",
                violation_error_message="这一类地点已经有一条规则。",
            ),
            # What visitors read has been approved, whatever a rule says.
            models.CheckConstraint(
                condition=~Q(readers=Readers.EVERYBODY)
                | Q(approval=Approval.BEFORE, trusted_after=None),
                name="discussions_public_is_approved",
                violation_error_message=rules.PUBLIC_NEEDS_APPROVAL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place_id or '全部'}"

    def clean(self) -> None:
        """Visitors get nothing that nobody has read before."""
        super().clean()
        answer = rules.may_be_rule(
            readers=self.readers, approval=self.approval, trusted_after=self.trusted_after
        )
        if not answer:
            raise ValidationError({"readers": answer.reason})


def _whole(name: str, default: int, least: int, most: int, **options: object) -> models.Field:
    return models.PositiveSmallIntegerField(
        name,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        **options,
    )


@register_setting(icon="comment")
class DiscussionSettings(BaseGenericSetting):
    """How much one account can write, and how long a doubt lasts."""

    most_an_hour = _whole("一人每小时最多几条", 20, 1, 1000, help_text="改动也算一条。")
    most_a_day = _whole("一人每天最多几条", 100, 1, 5000)
    longest_text = _whole("一条最多几个字", 3000, 100, 20000)
    most_mentions = _whole("一条最多提到几个人", 5, 0, 20)
    doubt_days = _whole(
        "隐藏或不通过以后几天内都要看",
        90,
        0,
        1000,
        help_text="有发言被隐藏或没有通过的老师，这些天里不能直接发。",
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("most_an_hour"), FieldPanel("most_a_day")]),
                FieldRowPanel([FieldPanel("longest_text"), FieldPanel("most_mentions")]),
                FieldPanel("doubt_days"),
            ],
            heading="发言",
        )
    ]

    class Meta:
        verbose_name = "讨论设置"
