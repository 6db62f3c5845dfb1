"""Who may manage whom. ``None`` stands for the operator at the command line."""

from django.core.exceptions import PermissionDenied

from people.choices import Role
from people.models import Consent, Unit, User
from people.roles import has_role, in_scope, roles_of

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
    """Whether the acting person may change the account: superusers only by superusers."""
    if by is None or by.is_superuser:
        return True
    return not user.is_superuser and is_site_admin(by)


def may_reset_password(by: User | None, user: User) -> bool:
    """Whether the acting person may give the account a new password.

    A school administrator may for ordinary teachers of the own units. An editor who teaches at
    the school is out of reach, or the school could sign in as the district's editor.
    """
    if may_edit_account(by, user):
        return True
    if user.is_superuser or not roles_of(user) <= _ORDINARY_ROLES:
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
