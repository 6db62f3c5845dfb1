"""Who may read a live piece that is not for everybody."""

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from editorial.enums import Audience
from people.models import Unit, User
from people.roles import Role, has_role, units_in_scope


class ReadershipQuerySet(models.QuerySet):
    """Audiences narrower than the public."""

    def closed_to(self, reader: User) -> "ReadershipQuerySet":
        """Those of pieces that this signed-in person may not read.

        A piece for one unit is for the people of that unit and of the units below it, for the
        administrators in whose scope it lies, for its author, and for the chief editors, who may
        have to withdraw it. Queries: at most 3, of facts about the reader.
        """
        if has_role(reader, Role.CHIEF_EDITOR):
            return self.none()
        may_read = Q(audience=Audience.DISTRICT) | Q(page__owner=reader)
        if unit := reader.unit:
            ends = range(Unit.steplen, len(unit.path) + 1, Unit.steplen)
            may_read |= Q(unit__path__in=[unit.path[:end] for end in ends])
        if has_role(reader, Role.SCHOOL_ADMIN):
            may_read |= Q(unit__in=units_in_scope(reader, Role.SCHOOL_ADMIN))
        return self.exclude(may_read)


class Readership(models.Model):
    """The audience of a live piece that is narrower than the public.

    A piece without a row is public. The row is written in the transaction of the publication,
    and ``Submission.save`` refuses a live piece that lacks it.
    """

    page = models.OneToOneField(
        Page, verbose_name="稿件", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    audience = models.CharField(
        "范围",
        max_length=10,
        choices=[(Audience.SCHOOL, "本单位"), (Audience.DISTRICT, "全区教师")],
    )
    unit = models.ForeignKey(
        "people.Unit", verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReadershipQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "读者范围"
        verbose_name_plural = "读者范围"
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience=Audience.SCHOOL) | Q(unit__isnull=False),
                name="editorial_school_readership_has_a_unit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.get_audience_display()}"

    @classmethod
    def of(cls, page_id: int) -> str:
        """Return the audience of a live piece. Queries: 1."""
        row = cls.objects.filter(pk=page_id).values_list("audience", flat=True).first()
        return row or Audience.PUBLIC

    @classmethod
    def set_for(cls, page_id: int, audience: str, unit_id: int | None) -> None:
        """Let a piece be for this audience from now on."""
        if audience == Audience.PUBLIC:
            cls.objects.filter(pk=page_id).delete()
        else:
            values = {"audience": audience, "unit_id": unit_id}
            cls.objects.update_or_create(pk=page_id, defaults=values)
