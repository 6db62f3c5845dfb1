"""Accounts and their passwords."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from people import passwords, permissions
from people.audit.actions import note
from people.choices import AuditKind
from people.models import User


@transaction.atomic
def create_account(
    *,
    staff_number: str,
    name: str,
    phone: str = "",
    email: str = "",
    password: str | None = None,
    by: User | None = None,
) -> User:
    """Create an account that is not (yet) a teacher, for instance for an editor of the bureau.

    Args:
        staff_number: login name, unique regardless of letter case.
        name: full name.
        phone: second login name; any usual notation of a mainland mobile number.
        email: address for password resets.
        password: initial password, to be changed at first login. None leaves the account without
            one; see ``set_initial_password``.
        by: acting person, a site administrator.

    Raises:
        PermissionDenied: ``by`` may not create accounts outside a unit.
        ValidationError: a field is wrong or taken; ``message_dict`` names the field.
    """
    permissions.require(permissions.is_site_admin(by), "只有站点管理员可以新建这种账号。")
    return new_account(staff_number, name, phone, email, password, by)


@transaction.atomic
def update_account(
    *,
    user: User,
    staff_number: str,
    name: str,
    phone: str,
    email: str,
    is_active: bool,
    by: User | None = None,
) -> User:
    """Change what identifies a person. Switching an account off ends its sessions at once.

    Raises:
        PermissionDenied: ``by`` may not edit this account, or would switch off the own one.
        ValidationError: a field is wrong or taken; ``message_dict`` names the field.
    """
    permissions.require(permissions.may_edit_account(by, user), "您不能修改这个账号。")
    if by is not None and by.pk == user.pk and not is_active:
        raise ValidationError({"is_active": "不能停用自己的账号。"})
    user.staff_number, user.name, user.email = staff_number, name, email
    user.phone = phone or None
    user.is_active = is_active
    user.normalise()
    user.full_clean()
    user.save(update_fields=["staff_number", "name", "phone", "email", "is_active"])
    note(kind=AuditKind.ACCOUNT_CHANGED, actor=by, subject=user, is_active=is_active)
    log(instance=user, action="people.update", user=by)
    return user


@transaction.atomic
def set_initial_password(*, user: User, password: str | None = None, by: User | None = None) -> str:
    """Set a password that must be changed at the next login; all sessions of the person end.

    Args:
        user: whose password.
        password: None draws a random one.
        by: acting person: a site administrator, or a school administrator for ordinary teachers
            of the own units (not for colleagues who hold further roles: a reset is a takeover).

    Returns:
        The password, to be handed over once and never stored.

    Raises:
        PermissionDenied: ``by`` may not reset this account.
    """
    permissions.require(
        permissions.may_reset_password(by, user), "您不能重设这个账号的密码，请联系站点管理员。"
    )
    if password is None:
        password = passwords.random_password()
        user.password = passwords.encode_random(password)
    else:
        user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    note(kind=AuditKind.PASSWORD_GIVEN, actor=by, subject=user)
    log(instance=user, action="people.password.initial", user=by)
    return password


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Set the password a person chose; ends the duty to change it."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    note(kind=AuditKind.PASSWORD_CHANGED, actor=user)
    log(instance=user, action="people.password.change", user=user)


def new_account(
    staff_number: str, name: str, phone: str, email: str, password: str | None, by: User | None
) -> User:
    """Validate and store an account; the public verbs around it check what ``by`` may do."""
    user = User(
        staff_number=staff_number,
        name=name,
        phone=phone or None,
        email=email,
        must_change_password=password is not None,
    )
    # Sets the hash first: full_clean() would otherwise miss the field.
    user.set_password(password)
    user.normalise()
    user.full_clean()
    user.save()
    note(kind=AuditKind.ACCOUNT_CREATED, actor=by, subject=user)
    log(instance=user, action="people.create", user=by)
    return user
