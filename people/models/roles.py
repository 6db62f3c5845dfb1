from django.conf import settings
from django.db import models
from django.utils import timezone

from people.choices import UNIT_ROLES, Role
from people.models.units import Unit


class RoleScope(models.Model):
    """Where a person holds a role. No unit means: without limit to a unit.

    The group membership (see ``people.roles``) says *that* a person holds a role, this row says
    *where*. Written only by ``people.actions``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="role_scopes",
        verbose_name="账号",
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="role_scopes",
        verbose_name="单位",
        help_text="范围包括该单位及其下属单位。",
    )
    granted_at = models.DateTimeField("授予时间", default=timezone.now, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="授予人",
        editable=False,
    )

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "角色范围"
        verbose_name_plural = "角色范围"
        ordering = ["user", "role", "unit"]
        constraints = [
            # Two conditional constraints, because SQL counts NULLs as different from each other.
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=models.Q(unit__isnull=False),
                name="people_rolescope_unique_with_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(unit__isnull=True),
                name="people_rolescope_unique_without_unit",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=sorted(UNIT_ROLES)) | models.Q(unit__isnull=False),
                name="people_rolescope_needs_unit",
                violation_error_message="这个角色必须指定单位。",
            ),
        ]

    def __str__(self) -> str:
        where = f"（{self.unit}）" if self.unit_id else ""
        return f"{self.user} {self.get_role_display()}{where}"
