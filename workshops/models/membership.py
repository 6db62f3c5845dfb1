"""Who belongs to a workshop: as it is lived, beside the page and its versions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from people.models import Unit
from workshops.choices import OPEN_STATES, CameBy, MemberRole, MemberState


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who belongs, belonged, or may come to belong."""

    def active(self) -> "MembershipQuerySet":
        """Those who belong now; an account that was switched off belongs to nothing."""
        return self.filter(Q(user=None) | Q(user__is_active=True), state=MemberState.ACTIVE)

    def with_people(self) -> "MembershipQuerySet":
        """Fetch the accounts and their units with the rows."""
        return self.select_related("user__teacher_profile__unit")


class Membership(models.Model):
    """One stay of a person in a workshop. Written only by ``workshops.membership.actions``.

    Attributes:
        user: the account; people from outside the district have none, but a name.
        duty: a word about what the person does, seen inside the workshop only.
        words: what was written with the request or the invitation.
        reason: why a request was declined or somebody was taken out.
        told_agreed_on: the day on which a person without account agreed to be named in public,
            as the host says; the office makes it a consent.
        is_named: set by ``workshops.membership.queries.members_of``.
    """

    is_named: bool

    workshop = models.ForeignKey(
        "workshops.WorkshopPage",
        verbose_name="工作坊",
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="workshop_memberships",
    )
    name = models.CharField("姓名", max_length=40, blank=True)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    role = models.CharField(
        "身份", max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER
    )
    duty = models.CharField("分工", max_length=40, blank=True)
    state = models.CharField("状态", max_length=10, choices=MemberState.choices)
    came_by = models.CharField("怎样加入", max_length=10, choices=CameBy.choices)
    words = models.CharField("附言", max_length=300, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    asked_at = models.DateTimeField("提出时间", default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="提出人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answered_at = models.DateTimeField("答复时间", null=True)
    joined_on = models.DateField("加入日期", null=True, blank=True)
    left_on = models.DateField("离开日期", null=True, blank=True)
    told_agreed_on = models.DateField("同意公开姓名的日期", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    wagtail_reference_index_ignore = True  # decision 11

    class Meta:
        verbose_name = "工作坊成员"
        verbose_name_plural = "工作坊成员"
        ordering = ["role", "joined_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "user"],
                condition=Q(state__in=OPEN_STATES),
                name="workshops_member_once",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""),
                name="workshops_member_is_somebody",
                violation_error_message="请填写姓名。",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(state__in=["active", "left"]),
                name="workshops_member_asks_by_account",
                violation_error_message="没有账号的人由主持人直接登记。",
            ),
            models.CheckConstraint(
                condition=(Q(state="left") & Q(left_on__isnull=False))
                | (~Q(state="left") & Q(left_on__isnull=True)),
                name="workshops_member_left_with_day",
                violation_error_message="离开要有日期。",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="workshops_member_leaves_after_joining",
                violation_error_message="离开日期早于加入日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["workshop", "state"], name="workshops_member_of"),
            models.Index(fields=["user", "state"], name="workshops_member_who"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name: the account's, where there is one."""
        return self.user.name if self.user else self.name

    @property
    def unit(self) -> Unit | None:
        """The unit of the account today."""
        return self.user.unit if self.user else None

    @property
    def shown_unit(self) -> str:
        """The unit in words."""
        if self.user is None:
            return self.unit_name
        return self.unit.name if self.unit else ""
