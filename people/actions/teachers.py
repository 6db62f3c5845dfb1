"""Teachers, their profile and their moves between units."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people import permissions
from people.actions.accounts import new_account
from people.actions.roles import record_grant, record_revocation
from people.choices import UNIT_ROLES, Role
from people.models import Subject, TeacherProfile, Unit, UnitMembership, User


@transaction.atomic
def create_teacher(
    *,
    staff_number: str,
    name: str,
    unit: Unit,
    phone: str = "",
    email: str = "",
    stage: str = "",
    subject: Subject | None = None,
    teaching_since: int | None = None,
    since: datetime.date | None = None,
    password: str | None = None,
    by: User | None = None,
) -> User:
    """Create an account with a teacher's profile, the first membership and the teacher's role.

    Args:
        staff_number, name, phone, email, password: see ``create_account``.
        unit: the unit the teacher belongs to.
        stage: value of ``Stage`` or empty.
        subject: school subject.
        teaching_since: first year of teaching.
        since: first day in the unit; today if not given.
        by: acting person: a site administrator, or a school administrator of the unit.

    Raises:
        PermissionDenied: ``by`` does not manage ``unit``.
        ValidationError: a field is wrong or taken; ``message_dict`` names the field.
    """
    permissions.require(permissions.manages_unit(by, unit), "这个单位不在您管理的范围内。")
    user = new_account(staff_number, name, phone, email, password, by)
    add_teacher_profile(
        user=user,
        unit=unit,
        stage=stage,
        subject=subject,
        teaching_since=teaching_since,
        since=since,
        by=by,
    )
    return user


@transaction.atomic
def add_teacher_profile(
    *,
    user: User,
    unit: Unit,
    stage: str = "",
    subject: Subject | None = None,
    teaching_since: int | None = None,
    since: datetime.date | None = None,
    by: User | None = None,
) -> TeacherProfile:
    """Make an existing account a teacher. Arguments and errors: see ``create_teacher``."""
    permissions.require(permissions.manages_unit(by, unit), "这个单位不在您管理的范围内。")
    profile = TeacherProfile(
        user=user, unit=unit, stage=stage, subject=subject, teaching_since=teaching_since
    )
    profile.full_clean()
    profile.save()
    UnitMembership.objects.create(teacher=profile, unit=unit, since=since or timezone.localdate())
    record_grant(user, Role.TEACHER, None, by)
    return profile


@transaction.atomic
def update_teacher(
    *,
    teacher: TeacherProfile,
    stage: str,
    subject: Subject | None,
    teaching_since: int | None,
    by: User | None = None,
) -> TeacherProfile:
    """Change a teacher's stage, subject and first year. The unit changes by ``move_teacher``.

    Raises:
        PermissionDenied: ``by`` does not manage the teacher's unit.
        ValidationError: a value is wrong.
    """
    permissions.require(permissions.manages_unit(by, teacher.unit), "这位教师不在您管理的范围内。")
    teacher.stage, teacher.subject, teacher.teaching_since = stage, subject, teaching_since
    teacher.full_clean(validate_unique=False)
    teacher.save(update_fields=["stage", "subject", "teaching_since"])
    return teacher


@transaction.atomic
def move_teacher(
    *, teacher: TeacherProfile, unit: Unit, on: datetime.date, by: User | None = None
) -> UnitMembership:
    """Move a teacher to another unit and keep the history.

    ``on`` is the first day in the new unit; the old stay ends the day before. A move on the very
    day the present stay began corrects that stay instead of leaving one of minus one day. Rights
    as school administrator that do not cover the new unit end with the move.

    Args:
        teacher: whom to move; re-read under a row lock.
        unit: where to.
        on: first day there.
        by: acting person; a school administrator must manage both units.

    Returns:
        The membership that is now open.

    Raises:
        PermissionDenied: ``by`` does not manage both units.
        ValidationError: the teacher is there already, or ``on`` lies before the present stay.
    """
    profile = TeacherProfile.objects.select_for_update().select_related("user").get(pk=teacher.pk)
    old_unit = Unit.objects.get(pk=profile.unit_id)
    permissions.require(
        permissions.manages_unit(by, old_unit) and permissions.manages_unit(by, unit),
        "调出和调入单位都在您管理的范围内才能调动，请联系站点管理员。",
    )
    if profile.unit_id == unit.pk:
        raise ValidationError(f"{profile.user.name}已经在{unit.name}。", code="same_unit")
    current = profile.memberships.get(until__isnull=True)
    if on < current.since:
        raise ValidationError(
            f"调动日期不能早于到{old_unit.name}的日期({current.since.isoformat()})。",
            code="before_current_stay",
        )
    if on == current.since:
        current.unit = unit
        current.save(update_fields=["unit"])
    else:
        current.until = on - datetime.timedelta(days=1)
        current.save(update_fields=["until"])
        current = UnitMembership.objects.create(teacher=profile, unit=unit, since=on)
    profile.unit = unit
    profile.save(update_fields=["unit"])
    teacher.unit = unit
    for scope in profile.user.role_scopes.filter(role__in=UNIT_ROLES).select_related("unit"):
        if scope.unit is not None and not scope.unit.contains(unit):
            record_revocation(profile.user, Role(scope.role), scope.unit, by)
    log(
        instance=profile.user,
        action="people.move",
        user=by,
        data={"from": old_unit.name, "to": unit.name, "on": on.isoformat()},
    )
    return current
