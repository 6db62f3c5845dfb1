"""What accounts do, noted as it happens."""

from typing import Any

from allauth.mfa import signals as factors
from django.contrib.auth import signals as entrance
from django.core.cache import cache
from django.http import HttpRequest

from people import rules
from people.audit.actions import note
from people.choices import AuditKind
from people.models import User
from portal.signals import taken_out

# Failures under names that nobody bears, noted within an hour: a stranger must not fill the disk.
MOST_UNKNOWN_AN_HOUR = 500
_KINDS = {"totp": "动态验证码", "webauthn": "安全密钥", "recovery_codes": "备用码"}


def connect() -> None:
    """Called once, when the apps are ready."""
    entrance.user_logged_in.connect(_signed_in, dispatch_uid="people.audit")
    entrance.user_logged_out.connect(_signed_out, dispatch_uid="people.audit")
    entrance.user_login_failed.connect(_failed, dispatch_uid="people.audit")
    factors.authenticator_added.connect(_factor_added, dispatch_uid="people.audit")
    factors.authenticator_removed.connect(_factor_removed, dispatch_uid="people.audit")
    factors.authenticator_reset.connect(_factor_changed, dispatch_uid="people.audit")
    factors.authentication_failed.connect(_factor_failed, dispatch_uid="people.audit")
    taken_out.connect(_taken_out, dispatch_uid="people.audit")


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    note(kind=AuditKind.SIGNED_IN, actor=user, request=request)


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        note(kind=AuditKind.SIGNED_OUT, actor=user, request=request)


def _failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kw: Any) -> None:
    typed = str(credentials.get("username") or "")
    user = User.objects.find_login(typed)
    if user is None and not _is_room_for_strangers():
        return
    data = {} if user else {"login": rules.mask_login(typed)}
    note(kind=AuditKind.SIGN_IN_FAILED, subject=user, request=request, **data)


def _is_room_for_strangers() -> bool:
    key = "people.audit.unknown"
    cache.add(key, 0, 3600)
    try:
        return bool(cache.incr(key) <= MOST_UNKNOWN_AN_HOUR)
    except ValueError:  # gone between the two lines
        return True


def _factor_added(request: HttpRequest, user: User, authenticator: Any, **kw: Any) -> None:
    note(kind=AuditKind.FACTOR_ADDED, actor=user, words=_kind(authenticator), request=request)


def _factor_removed(request: HttpRequest, user: User, authenticator: Any, **kw: Any) -> None:
    note(kind=AuditKind.FACTOR_REMOVED, actor=user, words=_kind(authenticator), request=request)


def _factor_changed(request: HttpRequest, user: User, authenticator: Any, **kw: Any) -> None:
    words = f"重新生成{_kind(authenticator)}"
    note(kind=AuditKind.FACTOR_ADDED, actor=user, words=words, request=request)


def _factor_failed(request: HttpRequest, user: User, **kw: Any) -> None:
    note(kind=AuditKind.FACTOR_FAILED, subject=user, request=request)


def _kind(authenticator: Any) -> str:
    return _KINDS.get(authenticator.type, "")


def _taken_out(by: User, words: str, request: HttpRequest | None = None, **kw: Any) -> None:
    note(kind=AuditKind.PERSONAL_DATA, actor=by, words=words, request=request)
