"""Giving roles and taking them away."""

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.log_actions import log

from people import permissions
from people.actions.sessions import end_sessions
from people.audit.actions import note
from people.choices import SEPARATED_ROLES, UNIT_ROLES, AuditKind, Role
from people.models import RoleScope, Unit, User
from people.roles import forget_roles, granted_roles


@transaction.atomic
def grant_role(
    *, user: User, role: Role, unit: Unit | None = None, by: User | None = None
) -> RoleScope:
    """Give a person a role; giving it twice changes nothing.

    Args:
        user: who receives it.
        role: which role.
        unit: scope; needed for school administrators, otherwise usually left out.
        by: acting person, see ``permissions.assigns_roles``, and never ``user``: nobody makes
            themselves editor.

    Raises:
        PermissionDenied: ``by`` may not assign roles to this person.
        ValidationError: the role needs a unit, or does not go with another one of the person's.
    """
    _require_may_assign(user, by)
    # Behind the lock: of two grants at once, the second sees the first.
    locked = User.objects.select_for_update().get(pk=user.pk)
    if problem := separation_problem(granted_roles(locked), role):
        raise ValidationError(problem, code="separated")
    if role in UNIT_ROLES and unit is None:
        raise ValidationError(f"“{role.label}”必须指定单位。", code="unit_required")
    return record_grant(user, role, unit, by)


@transaction.atomic
def revoke_role(
    *, user: User, role: Role, unit: Unit | None = None, by: User | None = None
) -> bool:
    """Take a role away: for ``unit`` only, or altogether when no unit is named.

    Returns:
        Whether there was anything to take away.

    Raises:
        PermissionDenied: ``by`` may not assign roles to this person.
    """
    _require_may_assign(user, by)
    return record_revocation(user, role, unit, by)


def _require_may_assign(user: User, by: User | None) -> None:
    if by is not None and by.pk == user.pk:
        raise PermissionDenied("不能更改自己的角色，请另一位站点管理员操作。")
    permissions.require(
        permissions.assigns_roles(by),
        "您不能分配角色。设有安全管理员时由安全管理员分配，没有时由站点管理员分配。",
    )


def record_grant(user: User, role: Role, unit: Unit | None, by: User | None) -> RoleScope:
    """Store a grant and its log line; who may do so is checked by the callers."""
    scope, created = RoleScope.objects.get_or_create(
        user=user, role=role, unit=unit, defaults={"granted_by": by}
    )
    user.groups.add(Group.objects.get(name=role.group_name))
    forget_roles(user)
    if created:
        end_sessions(user)
        note(kind=AuditKind.ROLE_GRANTED, actor=by, subject=user, words=role_in_words(role, unit))
        log(instance=user, action="people.role.grant", user=by, data=_role_data(role, unit))
    return scope


def record_revocation(user: User, role: Role, unit: Unit | None, by: User | None) -> bool:
    """Remove a grant with its log line; who may do so is checked by the callers."""
    scopes = RoleScope.objects.filter(user=user, role=role)
    removed = (scopes if unit is None else scopes.filter(unit=unit)).delete()[0]
    if unit is None or not scopes.exists():
        group = user.groups.filter(name=role.group_name).first()
        if group is not None:
            user.groups.remove(group)
            removed += 1
    forget_roles(user)
    if removed:
        end_sessions(user)
        note(kind=AuditKind.ROLE_REVOKED, actor=by, subject=user, words=role_in_words(role, unit))
        log(instance=user, action="people.role.revoke", user=by, data=_role_data(role, unit))
    return bool(removed)


def separation_problem(held: Collection[Role], role: Role) -> str | None:
    """Return why ``role`` does not go with the roles held, or None (三权分立)."""
    others = SEPARATED_ROLES.intersection(held) - {role}
    if role not in SEPARATED_ROLES or not others:
        return None
    return f"{role.label}不能由{'、'.join(str(other.label) for other in sorted(others))}兼任。"


def role_in_words(role: Role, unit: Unit | None) -> str:
    """Return what the trail calls a grant."""
    return f"{role.label}（{unit.name}）" if unit else str(role.label)


def _role_data(role: Role, unit: Unit | None) -> dict[str, str]:
    return {"role": str(role.label), "unit": unit.name if unit else ""}
