"""The record of decisions: written once, never changed."""

from django.conf import settings
from django.db import models
from wagtail.models import Page, Revision, TaskState, WorkflowState

from editorial.enums import SETTLING, Audience, Step, Verdict
from portal.append_only import AppendOnly, AppendOnlyQuerySet


def _outliving(model: type[models.Model], **options: object) -> models.ForeignKey:
    """A link to a row which the record outlives: its number stays when the row is deleted."""
    return models.ForeignKey(
        model, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", **options
    )


class DecisionQuerySet(AppendOnlyQuerySet):
    """The record."""

    def standing(self) -> "DecisionQuerySet":
        """Those that nobody has taken back."""
        undone = Decision.objects.filter(undoes=models.OuterRef("pk"))
        return self.filter(~models.Exists(undone)).exclude(verdict=Verdict.UNDO)

    def corrections(self) -> "DecisionQuerySet":
        """What readers are told about mistakes."""
        return self.standing().filter(verdict=Verdict.CORRECT)


class Decision(AppendOnly):
    """Who did what to which version of a piece, when, at which step, with which words.

    Attributes:
        reasons: of a return or a refusal, each with ``code`` and ``label`` as they were then.
        places: what the reviewer marked, each with ``place``, ``label``, ``quote`` and ``note``.
        todo: what the author should do next, in plain words.
        findings: what the checks had found when this was decided (``editorial.checks``).
        person: whom a stand-in decision names.
        as_stand_in: whoever decided did so in the place of somebody else.
        undoes: the decision that this one takes back.
    """

    page = _outliving(Page, verbose_name="稿件")
    page_title = models.CharField("题目", max_length=255)
    workflow_state = _outliving(WorkflowState, verbose_name="流程", null=True)
    task_state = _outliving(TaskState, verbose_name="环节记录", null=True)
    revision = _outliving(Revision, verbose_name="版本")
    step = models.CharField("环节", max_length=10, choices=Step.choices, blank=True)
    verdict = models.CharField("结果", max_length=10, choices=Verdict.choices)
    audience = models.CharField("范围", max_length=10, choices=Audience.choices, blank=True)
    comment = models.TextField("意见", blank=True)
    reasons = models.JSONField("理由", default=list, blank=True)
    places = models.JSONField("标记", default=list, blank=True)
    todo = models.TextField("怎么办", blank=True)
    findings = models.JSONField("检查结果", default=list, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代审人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    as_stand_in = models.BooleanField("代审", default=False)
    undoes = models.OneToOneField(
        "self",
        verbose_name="撤销的决定",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="undone_by",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    decided_at = models.DateTimeField("时间", auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "审稿记录"
        verbose_name_plural = "审稿记录"
        ordering = ["decided_at", "pk"]
        indexes = [
            models.Index(fields=["page", "decided_at"]),
            models.Index(fields=["workflow_state"]),
            models.Index(fields=["decided_by", "decided_at"]),
            models.Index(fields=["decided_at"]),
        ]
        constraints = [
            # Two decisions of one step cannot both count, whatever the code above does.
            models.UniqueConstraint(
                fields=["task_state"],
                condition=models.Q(verdict__in=SETTLING),
                name="editorial_one_decision_a_step",
                violation_error_message="这一环节已经有人处理过了。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_title}：{self.get_step_display()}{self.get_verdict_display()}"


class ReleaseQuerySet(AppendOnlyQuerySet):
    """Licences to be public."""

    def in_force(self, page_id: int) -> "ReleaseQuerySet":
        """Those of a page that nobody took back and no withdrawal has followed, newest first."""
        withdrawn_since = Decision.objects.filter(
            page_id=page_id,
            verdict=Verdict.WITHDRAW,
            decided_at__gte=models.OuterRef("released_at"),
        )
        undone = Decision.objects.filter(undoes=models.OuterRef("decision"))
        return self.filter(
            ~models.Exists(withdrawn_since), ~models.Exists(undone), page_id=page_id
        ).order_by("-pk")


class Release(AppendOnly):
    """The licence of one version to be shown to one audience: its reviews are behind it.

    A submission can be live only with a version that has such a row (``Submission.save`` and
    ``Submission.publish`` look for it). Only ``editorial.actions`` writes it.
    """

    page = _outliving(Page, verbose_name="稿件")
    revision = _outliving(Revision, verbose_name="版本")
    audience = models.CharField(
        "范围", max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    unit = models.ForeignKey(
        "people.Unit",
        verbose_name="单位",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decision = models.ForeignKey(
        Decision,
        verbose_name="依据",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="签发人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_at = models.DateTimeField("签发时间", auto_now_add=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "签发记录"
        verbose_name_plural = "签发记录"
        indexes = [models.Index(fields=["page"])]

    def __str__(self) -> str:
        return f"稿件 {self.page_id} 第 {self.revision_id} 版"
