"""Taking a lost second factor off an account."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from people import permissions
from people.actions.sessions import end_sessions
from people.audit.actions import note
from people.choices import AuditKind
from people.models import User


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, by: User | None = None) -> int:
    """Remove codes and recovery codes, end all sessions; the next sign-in sets up new ones.

    Args:
        user: who lost the telephone.
        reason: how the person proved who they are; stands in the trail.
        by: acting person; None is the operator.

    Returns:
        how many factors were removed; with none nothing is noted.

    Raises:
        PermissionDenied: ``by`` may not manage this account, or it is the own one.
    """
    if by is not None and by.pk == user.pk:
        raise PermissionDenied("不能重设自己的两步验证，请另一位管理员操作。")
    permissions.require(permissions.may_reset_factor(by, user), "您不能重设这个账号的两步验证。")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        end_sessions(user)
        note(kind=AuditKind.FACTOR_RESET, actor=by, subject=user, words=reason)
        log(instance=user, action="people.factor.reset", user=by)
    return removed
