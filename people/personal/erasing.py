"""Deleting a person: rows, files, versions, index and cache; the account stays as an empty shell.

The shell is what the kept records point to: numbers of certificates, decisions, hours, the trail.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.files import FieldFile
from wagtail.models import ModelLogEntry

from people import actions
from people.actions.sessions import end_sessions
from people.audit.actions import note
from people.choices import AuditKind, Role
from people.models import User
from people.personal.holdings import Fate, Holding, holdings
from people.personal.tasks import remove_files
from people.roles import forget_roles, roles_of

GONE = "已注销用户"
# Whoever holds more hands the office back first: a vacancy should be somebody's decision.
_MAY_LEAVE = frozenset({Role.TEACHER})


def leaving_problem(user: User) -> str | None:
    """Return why the person cannot leave by themselves yet, or None. Queries: 1, kept."""
    offices = roles_of(user) - _MAY_LEAVE
    if not offices and not user.is_superuser:
        return None
    names = "、".join(str(role.label) for role in sorted(offices))
    return f"您还担任{names or '运维'}，请先联系管理员收回，再注销账号。"


@transaction.atomic
def erase_person(*, user: User, by: User | None) -> None:
    """Delete what is held of a person, empty the account and switch it off, for good.

    Files go with a task of this transaction, after it. Backups keep what they hold until they
    expire (``docs/personal-data.md``).

    Args:
        user: who leaves.
        by: the same person, or None for the operator who was asked in writing.

    Raises:
        ValidationError: the person holds an office, or ``by`` is somebody else.
    """
    if by is not None and by.pk != user.pk:
        raise ValidationError("只能由本人或运维注销账号。")
    # Behind the lock, which ``grant_role`` takes too: nobody is given an office meanwhile.
    user = User.objects.select_for_update().get(pk=user.pk)
    if problem := leaving_problem(user):
        raise ValidationError(problem)
    declared = holdings()
    files = [file.name for file in _files(user, declared) if file.name]
    # Wagtail's log copies what it tells of: of accounts and consents, the name. Asked for while
    # all rows are there, and again for the lines that the deleting itself adds.
    lines = _log_lines(user, declared)
    for holding in declared:
        if holding.erase is not None:
            holding.erase(user)
    for holding in declared:
        if holding.erase is None:
            _plainly(user, holding)
    lines |= _log_lines(user, declared)
    ModelLogEntry.objects.filter(pk__in=lines).update(label=GONE)
    _empty(user)
    note(kind=AuditKind.ERASED, actor=by, subject=user, words="注销账号")
    remove_files.enqueue(files)


def _plainly(user: User, holding: Holding) -> None:
    if holding.fate == Fate.DELETED:
        for row in holding.rows(user):
            row.delete()
    elif holding.fate == Fate.UNLINKED:
        holding.rows(user).order_by().update(**{holding.path: None})


def _files(user: User, declared: list[Holding]) -> Iterator[FieldFile]:
    for holding in declared:
        if holding.fate != Fate.DELETED or holding.erase is not None:
            continue
        for row in holding.rows(user) if holding.files() else ():
            yield from (getattr(row, column.name) for column in holding.files())


def _log_lines(user: User, declared: list[Holding]) -> set[int]:
    """Lines about rows of the person; those about somebody of a like name tell of other rows."""
    held: dict[int, list[Holding]] = defaultdict(list)
    for holding in declared:
        if holding.own:
            held[ContentType.objects.get_for_model(holding.of).pk].append(holding)
    naming = ModelLogEntry.objects.filter(label__contains=user.name)
    return {
        line.pk
        for line in naming.filter(content_type__in=held)
        if any(
            holding.rows(user).filter(pk=line.object_id).exists()
            for holding in held[line.content_type_id]
        )
    }


def _empty(user: User) -> None:
    user.groups.clear()
    user.user_permissions.clear()
    user.name, user.phone, user.email = GONE, None, ""
    user.staff_number = f"gone-{user.pk}"
    user.is_active = False
    user.last_login = None
    user.set_unusable_password()
    user.__dict__.pop("teacher_profile", None)
    user._state.fields_cache.pop("teacher_profile", None)
    user.save()
    forget_roles(user)
    end_sessions(user)


def withdraw_consents(user: User) -> None:
    """Take back all that the person agreed to: what shows them goes from every place at once."""
    for consent in user.consents.filter(withdrawn_on=None):
        actions.withdraw_consent(consent_id=consent.pk, by=user)
