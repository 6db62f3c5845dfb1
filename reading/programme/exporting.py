"""Taking the summary of a unit out of the house."""

from typing import IO

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.log_actions import log

from people.models import User
from people.roles import Role, in_scope
from reading.programme.actions import LONGEST_REASON
from reading.programme.sheets import summary_pdf
from reading.programme.summaries import Summary
from reading.programme.workbooks import summary_book

LOG_ACTION = "reading.programme.export"


def export_summary(
    *, by: User, summary: Summary, reason: str, with_names: bool, as_pdf: bool
) -> IO[bytes]:
    """Return the summary of a unit as a file; who took it, and why, is noted.

    Args:
        by: an administrator of the unit or of one above it.
        reason: what it is for; must not be empty, at most ``LONGEST_REASON`` characters.
        with_names: also how each teacher stands.
        as_pdf: for A4 paper instead of Excel.

    Returns:
        the file at its start; the caller closes it.

    Raises:
        PermissionDenied: ``by`` does not administer the unit.
        ValidationError: the reason is missing or too long.
        NotPossible: this machine cannot make a PDF, or it would be too long.
    """
    if not in_scope(by, Role.SCHOOL_ADMIN, summary.unit):
        raise PermissionDenied("只有本单位的学校管理员可以导出。")
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "请写明导出的用途。"})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": f"用途最多 {LONGEST_REASON} 字。"})
    # The file is made outside any transaction; it leaves this function only with its note.
    make = summary_pdf if as_pdf else summary_book
    file = make(summary, with_names=with_names, on=timezone.localdate())
    log(instance=summary.unit, action=LOG_ACTION, user=by, data=_noted(summary, reason, with_names))
    return file


def _noted(summary: Summary, reason: str, with_names: bool) -> dict[str, object]:
    return {
        "year": summary.year.name,
        "period": str(summary.period or ""),
        "teachers": summary.teachers,
        "with_names": with_names,
        "reason": reason,
    }
