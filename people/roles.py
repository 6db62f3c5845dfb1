"""Who holds which role, and where.

A role is a Django group (Wagtail reads groups) plus ``RoleScope`` rows that say for which unit
and all below it. Changes go through ``people.actions``.
"""

import operator
from functools import reduce

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from people.choices import DISTRICT_ROLES, UNIT_ROLES, Role
from people.models import RoleScope, Unit, User

__all__ = [
    "DISTRICT_ROLES",
    "UNIT_ROLES",
    "Role",
    "forget_roles",
    "granted_roles",
    "has_role",
    "in_scope",
    "roles_of",
    "units_in_scope",
    "users_with_role",
]

AnyUser = AbstractBaseUser | AnonymousUser
_ROLE_BY_GROUP = {role.group_name: role for role in Role}
_CACHE = "_people_roles"


def roles_of(user: AnyUser) -> frozenset[Role]:
    """Return the roles a person holds anywhere.

    One query per user object, kept on the object (a request has one). Inactive and anonymous
    people hold none. A superuser counts as site administrator and as nothing else, because
    operating the portal gives no right to decide about content.
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    roles: frozenset[Role] | None = getattr(user, _CACHE, None)
    if roles is None:
        roles = granted_roles(user)
        setattr(user, _CACHE, roles)
    return roles


def granted_roles(user: User) -> frozenset[Role]:
    """Return the roles that ``roles_of`` counts, also those that rest while an account is off.

    For whoever gives and takes roles: what rests comes back with the account. Queries: 1.
    """
    names = user.groups.filter(name__in=_ROLE_BY_GROUP).values_list("name", flat=True)
    roles = frozenset(_ROLE_BY_GROUP[name] for name in names)
    return roles | {Role.SITE_ADMIN} if user.is_superuser else roles


def forget_roles(user: User) -> None:
    """Drop the roles kept on the object, after they were changed."""
    if hasattr(user, _CACHE):
        delattr(user, _CACHE)


def has_role(user: AnyUser, *roles: Role) -> bool:
    """Whether the person holds at least one of ``roles``, wherever."""
    return not roles_of(user).isdisjoint(roles)


def users_with_role(role: Role, *, over: Unit | None = None) -> QuerySet[User]:
    """Return the active people who hold ``role``.

    Args:
        role: the role asked for.
        over: only those whose scope covers this unit (it or a unit above it). District-wide
            roles cover every unit.
    """
    holders = Q(groups__name=role.group_name)
    if role == Role.SITE_ADMIN:
        holders |= Q(is_superuser=True)
    users = User.objects.filter(is_active=True).filter(holders)
    if over is not None and role not in DISTRICT_ROLES:
        step = Unit.steplen
        lineage = [over.path[:end] for end in range(step, len(over.path) + 1, step)]
        scopes = RoleScope.objects.filter(role=role, unit__path__in=lineage)
        users = users.filter(pk__in=scopes.values("user"))
    return users.distinct()


def units_in_scope(user: AnyUser, role: Role) -> QuerySet[Unit]:
    """Return the units for which the person holds ``role``, each with all units below it.

    District-wide roles reach every unit. For the others only what was granted counts: a person in
    the group without a scope reaches nothing.
    """
    if not has_role(user, role):
        return Unit.objects.none()
    if role in DISTRICT_ROLES:
        return Unit.objects.all()
    paths = RoleScope.objects.filter(user=user.pk, role=role, unit__isnull=False).values_list(
        "unit__path", flat=True
    )
    subtrees = [Q(path__startswith=path) for path in paths]
    if not subtrees:
        return Unit.objects.none()
    return Unit.objects.filter(reduce(operator.or_, subtrees))


def in_scope(user: AnyUser, role: Role, unit: Unit | None) -> bool:
    """Whether the person holds ``role`` for ``unit``; False for no unit unless district-wide."""
    if role in DISTRICT_ROLES:
        return has_role(user, role)
    if unit is None:
        return False
    return units_in_scope(user, role).filter(pk=unit.pk).exists()
