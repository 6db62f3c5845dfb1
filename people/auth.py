"""Signing in by staff number 工号 or phone number."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from people.models import User


class StaffNumberOrPhoneBackend(ModelBackend):
    """Accept either login name in any usual notation, in constant time for unknown names."""

    def get_user(self, user_id: Any) -> User | None:
        """Return who is signed in, with profile and unit: most pages ask for them. Queries: 1."""
        users = User.objects.select_related("teacher_profile__unit")
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the account that login name and password open, or None.

        Args:
            request: present request, if any.
            username: staff number (``staff_number`` as keyword works too) or phone number.
            password: as typed.
        """
        username = username or kwargs.get(User.USERNAME_FIELD)
        if not username or not password:
            return None
        user = User.objects.find_login(username)
        if user is None:
            # The same work as for a known name, or the time would tell which names exist.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None
