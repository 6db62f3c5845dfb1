"""What an action refuses, as exceptions whose text can be shown to the person who asked."""

from typing import Any

from django.core.exceptions import PermissionDenied


class ReviewRefused(PermissionDenied):
    """The person may not do this with this piece; the message says why (HTTP 403)."""


class NotReleased(PermissionDenied):
    """Something tried to show a text to readers for whom it was not reviewed (403)."""


class Conflict(Exception):
    """Somebody was faster, or the text has changed since it was read (HTTP 409)."""


class NotPossible(Exception):
    """The piece is not in a state that allows this (HTTP 409)."""


class ChecksFailed(NotPossible):
    """The checks found what must be changed first.

    Attributes:
        findings: all that they found (``editorial.checks.Finding``).
    """

    def __init__(self, findings: list[Any]) -> None:
        self.findings = findings
        blocking = [finding for finding in findings if finding.is_blocking]
        super().__init__("".join(f"{each.label}：{each.message}" for each in blocking[:3]))
