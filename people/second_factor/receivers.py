"""A session knows its person from the start, and learns at once when a factor is gone."""

from typing import Any

from allauth.mfa import signals
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from people.models import User
from people.session_limits import begin, forget_standing


def connect() -> None:
    """Called once, when the apps are ready."""
    signals.authenticator_removed.connect(_changed, dispatch_uid="people.second_factor")
    user_logged_in.connect(_signed_in, dispatch_uid="people.second_factor")


def _changed(request: HttpRequest, **kwargs: Any) -> None:
    forget_standing(request)


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin(request, user)
