"""What an action refuses, as exceptions whose text can be shown to the person who asked."""

from django.core.exceptions import PermissionDenied


class ReviewRefused(PermissionDenied):
    """The person may not do this with this piece; the message says why (HTTP 403)."""


class NotReleased(PermissionDenied):
    """Something tried to put a text before the public that was not reviewed three times (403)."""


class Conflict(Exception):
    """Somebody was faster, or the text has changed since it was read (HTTP 409)."""


class NotPossible(Exception):
    """The piece is not in a state that allows this (HTTP 409)."""
