"""How many reviews a piece needs: rows that a site administrator edits, with a floor."""

from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.db import models

from editorial import rules
from editorial.enums import Audience, Step
from portal.registry import concrete_subclasses


class ReviewDepth(models.Model):
    """The steps that pieces of one kind take before one audience may read them."""

    STEPS = {step.value: step.label for step in Step}

    kind = models.SlugField("类别", max_length=20)
    audience = models.CharField(
        "范围",
        max_length=10,
        choices=[choice for choice in Audience.choices if choice[0] != Audience.PRIVATE],
    )
    school = models.BooleanField("校审", default=False)
    first = models.BooleanField("初审", default=False)
    second = models.BooleanField("复审", default=False)
    final = models.BooleanField("终审", default=False)

    class Meta:
        verbose_name = "审稿深度"
        verbose_name_plural = "审稿深度"
        ordering = ["kind", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "audience"], name="editorial_one_depth"),
            # The floor holds whatever writes the row; ``rules.FLOORS`` says the same in words.
            models.CheckConstraint(
                condition=~models.Q(audience=Audience.PUBLIC)
                | models.Q(first=True, second=True, final=True),
                name="editorial_public_needs_three",
                violation_error_message="公开发布至少要初审、复审、终审。",
            ),
            models.CheckConstraint(
                condition=~models.Q(audience=Audience.DISTRICT)
                | models.Q(first=True)
                | models.Q(second=True)
                | models.Q(final=True),
                name="editorial_district_needs_an_editor",
                violation_error_message="面向全区教师至少要有一次编辑审核。",
            ),
            models.CheckConstraint(
                condition=~models.Q(audience=Audience.SCHOOL) | models.Q(school=True),
                name="editorial_school_needs_a_check",
                violation_error_message="面向本单位至少要校审。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_name}·{self.get_audience_display()}"

    @property
    @display(description="类别")
    def kind_name(self) -> str:
        """The kind in words."""
        from editorial.models.submission import Submission

        names = {
            model.kind: str(model._meta.verbose_name) for model in concrete_subclasses(Submission)
        }
        return names.get(self.kind, self.kind)

    @property
    def road(self) -> tuple[Step, ...]:
        """The steps in their order."""
        return tuple(step for step in Step if getattr(self, step.value))

    def clean(self) -> None:
        """Say in words what the constraints refuse."""
        super().clean()
        verdict = rules.may_set_road(self.audience, self.road)
        if not verdict:
            raise ValidationError(verdict.reason)


class ReturnReason(models.Model):
    """A reason for returning or declining a piece, with what the author can do about it."""

    code = models.SlugField("代码", max_length=20, unique=True)
    label = models.CharField("理由", max_length=40)
    advice = models.CharField(
        "建议作者怎么做",
        max_length=200,
        blank=True,
        help_text="选了这条理由，会作为草稿带进退稿说明。",
    )
    is_active = models.BooleanField("使用中", default=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "退稿理由"
        verbose_name_plural = "退稿理由"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label
