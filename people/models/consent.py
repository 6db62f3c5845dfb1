import datetime
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.documents import get_document_model_string

from people.choices import ConsentScope, ConsentState
from people.models.units import Unit


@register_setting(icon="clipboard-list")
class ConsentSettings(BaseGenericSetting):
    """Which wording of the consent form the district uses now."""

    form_version = models.CharField(
        "现行同意书版本",
        max_length=60,
        blank=True,
        help_text="例如印在同意书页脚的版本号；新登记的同意会记下它。没有就留空。",
    )

    panels = [FieldPanel("form_version")]

    class Meta:
        verbose_name = "同意书设置"


def keep_evidence(
    collector: Any, field: models.Field, consents: Sequence["Consent"], using: str
) -> None:
    """Refuse to delete a scan that a consent rests on (an ``on_delete``).

    ``PROTECT`` would be right but for Wagtail's view, which answers with a 500 unless its reference
    index has heard of the consent.
    """
    raise PermissionDenied("这是一份同意书的扫描件，不能删除。")


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Recorded consents; a consent holds through its last day, and not on that of withdrawal."""

    def in_force(self, on: datetime.date) -> "ConsentQuerySet":
        """Those that allow publication on a day."""
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=on),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=on),
            given_on__lte=on,
        )

    def withdrawn(self) -> "ConsentQuerySet":
        """Those that the person took back."""
        return self.exclude(withdrawn_on=None)

    def expired(self, on: datetime.date) -> "ConsentQuerySet":
        """Those whose last day lies before ``on``."""
        return self.filter(withdrawn_on=None, expires_on__lt=on)

    def lapsed(self, on: datetime.date) -> "ConsentQuerySet":
        """Those expired that nobody has renewed: no later one of the person for the page."""
        return self.expired(on).unreplaced()

    def ending(
        self, on: datetime.date, first: datetime.date, last: datetime.date
    ) -> "ConsentQuerySet":
        """Those in force on a day for pages that are live, whose own last day lies between
        ``first`` and ``last``, and that nobody has renewed.
        """
        ending = self.in_force(on).filter(page__live=True, expires_on__range=(first, last))
        return ending.unreplaced().order_by("expires_on", "pk")

    def unreplaced(self) -> "ConsentQuerySet":
        """The last word of each person on each page; a later one may be narrower or wider."""
        later = self.model.objects.filter(
            page=OuterRef("page"), person_name=OuterRef("person_name"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def of_person_on_page(self, page_id: int | None, person_name: str) -> "ConsentQuerySet":
        """Those that one person gave for one page, in the order in which they were recorded."""
        return self.filter(page=page_id, person_name=person_name).order_by("pk")

    def for_lists(self) -> "ConsentQuerySet":
        """Fetch with the consents what lists of them show. Queries: 1, when read."""
        return self.select_related(
            "page__content_type", "page__owner", "unit", "recorded_by", "withdrawn_by"
        )


class Consent(models.Model):
    """A person agreed that a page shows their name, story or photo.

    Written only by ``people.actions``, and never rewritten but for its withdrawal: what was agreed
    when is part of the record. It lies outside the versions of the page, so that no version brings
    back what the person has taken back.
    """

    person_name = models.CharField("人物姓名", max_length=50)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name="本人账号",
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="人物单位",
    )
    # The record outlives its page; nullable, so that a join keeps the row of a page that is gone.
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="consents",
        verbose_name="稿件",
    )
    scope = models.CharField("同意公开的范围", max_length=10, choices=ConsentScope)
    given_on = models.DateField("同意日期")
    expires_on = models.DateField("同意到期日", null=True, blank=True)
    form_version = models.CharField("同意书版本", max_length=60, blank=True, default="")
    evidence = models.ForeignKey(
        get_document_model_string(),
        on_delete=keep_evidence,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="同意书扫描件",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="登记人",
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    withdrawn_on = models.DateField("撤回日期", null=True, editable=False)
    withdrawn_at = models.DateTimeField("撤回登记时间", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="撤回经办人",
    )
    withdrawal_note = models.TextField("撤回说明", blank=True, default="", editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "同意记录"
        verbose_name_plural = "同意记录"
        ordering = ["-given_on", "-pk"]
        indexes = [
            models.Index(fields=["page", "person_name"], name="people_consent_page_person"),
            models.Index(
                fields=["expires_on"],
                condition=Q(expires_on__isnull=False, withdrawn_on__isnull=True),
                name="people_consent_expiry",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("given_on")),
                name="people_consent_expires_after_given",
                violation_error_message="到期日早于同意日期。",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_on__isnull=True,
                    withdrawn_at__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawal_note="",
                )
                # A check that is neither true nor false holds, so the nulls are asked for by name.
                | Q(
                    withdrawn_on__isnull=False,
                    withdrawn_at__isnull=False,
                    withdrawn_on__gte=F("given_on"),
                ),
                name="people_consent_withdrawal_whole",
                violation_error_message="撤回日期不能早于同意日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}：{self.get_scope_display()}（{self.given_on.isoformat()}）"

    def state(self, on: datetime.date) -> ConsentState:
        """How the consent stands on a day."""
        if self.withdrawn_on is not None:
            return ConsentState.WITHDRAWN
        if self.expires_on is not None and self.expires_on < on:
            return ConsentState.EXPIRED
        return ConsentState.IN_FORCE

    @property
    def answerable_unit(self) -> Unit | None:
        """The unit whose administrator may speak for the person: the account's, or the named."""
        return self.person.unit if self.person else self.unit
