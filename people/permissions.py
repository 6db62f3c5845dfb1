"""Who may manage whom. ``None`` stands for the operator at the command line."""

from django.core.exceptions import PermissionDenied

from people.choices import WATCHING_ROLES, Role
from people.models import Consent, Unit, User
from people.roles import granted_roles, has_role, in_scope, users_with_role

# Roles whose holders a school administrator may help with a new password.
_ORDINARY_ROLES = frozenset({Role.TEACHER, Role.WORKSHOP_HOST})


def require(allowed: bool, message: str) -> None:
    """Raise PermissionDenied with ``message`` unless ``allowed``."""
    if not allowed:
        raise PermissionDenied(message)


def is_site_admin(by: User | None) -> bool:
    """Whether the acting person manages the accounts of the whole district."""
    return by is None or has_role(by, Role.SITE_ADMIN)


def manages_unit(by: User | None, unit: Unit) -> bool:
    """Whether the acting person manages the accounts of ``unit``."""
    return is_site_admin(by) or in_scope(by, Role.SCHOOL_ADMIN, unit)  # type: ignore[arg-type]


def may_edit_account(by: User | None, user: User) -> bool:
    """Whether the acting person may change the account: superusers only by superusers.

    Site administrators do not reach the accounts of security administrators and auditors: with a
    new password, or another mailbox, they could sign in as those who watch them; also after they
    had switched such an account on again.
    """
    if by is None or by.is_superuser:
        return True
    if user.is_superuser or not is_site_admin(by):
        return False
    return granted_roles(user).isdisjoint(WATCHING_ROLES)


def may_reset_password(by: User | None, user: User) -> bool:
    """Whether the acting person may give the account a new password.

    A school administrator may for ordinary teachers of the own units. An editor who teaches at
    the school is out of reach, or the school could sign in as the district's editor.
    """
    if may_edit_account(by, user):
        return True
    if user.is_superuser or not granted_roles(user) <= _ORDINARY_ROLES:
        return False
    return user.unit is not None and in_scope(by, Role.SCHOOL_ADMIN, user.unit)  # type: ignore[arg-type]


# Who answers for what the public sees, or for the accounts of the whole district.
CONSENT_KEEPERS = (Role.CHIEF_EDITOR, Role.SITE_ADMIN)


def keeps_consents(by: User | None) -> bool:
    """Whether the acting person looks after the consents of the whole district."""
    return by is None or has_role(by, *CONSENT_KEEPERS)


def may_withdraw_consent(by: User | None, consent: Consent) -> bool:
    """Whether the acting person may take a consent back.

    The person who gave it, the one who recorded it, whoever keeps the district's consents, and
    the school administrator over the person's unit.
    """
    return (
        by is None
        or by.pk in {consent.person_id, consent.recorded_by_id}
        or keeps_consents(by)
        or in_scope(by, Role.SCHOOL_ADMIN, consent.answerable_unit)
    )


def assigns_roles(by: User | None) -> bool:
    """Whether the acting person gives roles and takes them away.

    Site administrators do, until the district names a security administrator (安全管理员); from
    then on only those do, and accounts and rights are in different hands. Queries: 1 or 2.
    """
    if by is None or has_role(by, Role.SECURITY_ADMIN):
        return True
    return is_site_admin(by) and not users_with_role(Role.SECURITY_ADMIN).exists()


def may_give_roles(by: User, user: User) -> bool:
    """Whether the acting person, who may not edit accounts, may open this one for its roles."""
    return has_role(by, Role.SECURITY_ADMIN) and not user.is_superuser


def may_reset_factor(by: User | None, user: User) -> bool:
    """Whether the acting person may take a lost second factor off the account.

    Where a security administrator is named, it is theirs to do; whoever resets passwords must not
    reset the second factor too, or both factors were one person's. Until then site administrators
    do, but for those who watch them.
    """
    if by is None or by.is_superuser:
        return True
    if user.is_superuser or not assigns_roles(by):
        return False
    return has_role(by, Role.SECURITY_ADMIN) or granted_roles(user).isdisjoint(WATCHING_ROLES)
