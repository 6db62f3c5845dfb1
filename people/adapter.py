"""How django-allauth behaves here: closed signup, one failure count per account, Chinese words."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

from people import actions, rules
from people.models import User
from people.roles import Role, has_role
from people.sign_ins.following import UNKNOWN_ADDRESS
from people.tasks import mail_password_reset
from portal.visitors import address_of


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "工号（或手机号）与密码不匹配，请检查后重新输入。",
        "too_many_login_attempts": (
            "这个账号连续输错密码次数太多，已暂时锁定。请 15 分钟后再试，或联系学校管理员。"
        ),
        "enter_current_password": "当前密码不正确。",
        "incorrect_password": "密码不正确。",
        "invalid_password_reset": "这个链接已经失效，请重新申请。",
        "rate_limited": "操作太频繁了，请稍后再试。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the district's import only."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Open the site on what waits: for reviewers that is their list."""
        if has_role(request.user, Role.EDITOR, Role.CHIEF_EDITOR, Role.SCHOOL_ADMIN):
            return resolve_url(settings.REVIEWERS_REDIRECT_URL)
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password once more unless the sign-in itself was a moment ago.

        allauth counts only what was typed again, so whoever must set up a second factor at the
        sign-in would type the password twice in a row. A session left open is older than that.
        """
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        age = time.time() - records[-1]["at"] if records else None
        # A clock set back must not make an old sign-in a new one.
        return age is None or not 0 <= age < app_settings.REAUTHENTICATION_TIMEOUT

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the trail has it: behind a proxy nothing that the visitor wrote is believed."""
        return address_of(request) or UNKNOWN_ADDRESS

    def set_password(self, user: User, password: str) -> None:
        actions.change_password(user=user, password=password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send in the background: a slow mail server must not tell which addresses are known."""
        mail_password_reset.enqueue(user.pk)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures per account, whichever login name was typed.

        Keyed by the typed text, staff number, phone and their notations would each get a count of
        their own. Names without an account are counted too, or a lock would prove one exists.
        """
        login = str(credentials.get("username") or "")
        if not login and "email" in credentials:
            # allauth asks in this way to lift the lock after a reset by mail.
            user = User.objects.filter(email=credentials["email"]).first()
        else:
            user = User.objects.find_login(login)
        if user is not None:
            return f"account:{user.pk}"
        return f"unknown:{rules.clean_identifier(login).casefold()}"
