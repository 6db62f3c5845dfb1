"""Who may do what with a letter, what of an address is kept, how a contact is masked: pure."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from feedback.enums import OPEN, SETTLED, UNTAKEN, State
from feedback.models import LONGEST_PATH


@dataclass(frozen=True)
class Answer:
    """Whether something may be done, and if not, why."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)
# Below these an address may hold a secret or a person's own; only the first part is kept.
PRIVATE = ("accounts", "admin", "certificates", "feedback", "my")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def kept_path(address: str) -> str:
    """Return what may be kept of the address at which a reader stood; empty where it is none.

    No query, since searches are somebody's words; of pages that are a person's own the first part.
    """
    try:
        path = urlsplit(_CONTROL.sub("", address)).path
    except ValueError:
        return ""
    if not path.startswith("/") or path.startswith("//"):
        return ""
    first, _, rest = path[1:].partition("/")
    if first in PRIVATE and rest:
        return f"/{first}/"
    return path[:LONGEST_PATH]


def mask_contact(contact: str) -> str:
    """Return a contact of which nobody can be reached: ``13*****78``, ``li*****cn``."""
    if len(contact) <= 4:
        return "*" * len(contact)
    return f"{contact[:2]}*****{contact[-2:]}"


def may_handle(*, is_editor: bool, is_author: bool) -> Answer:
    """Say whether somebody may see to a letter."""
    if not is_editor:
        return Answer(False, "意见和纠错由编辑和总编处理。")
    if is_author:
        return Answer(False, "这是您自己写的，请让别的编辑处理。")
    return YES


def may_take(state: str) -> Answer:
    """Say whether a letter can be taken."""
    return YES if state in UNTAKEN else Answer(False, "这一封已经有人处理。")


def may_settle(*, state: str, is_own: bool) -> Answer:
    """Say whether an editor can answer or close a letter; ``is_own``: that editor has taken it."""
    if state not in OPEN:
        return Answer(False, "这一封已经办结，要改请先重新打开。")
    if state == State.TAKEN and not is_own:
        return Answer(False, "这一封由别的编辑在处理。")
    return YES


def may_reopen(state: str) -> Answer:
    """Say whether a letter can be opened again."""
    return YES if state in SETTLED else Answer(False, "这一封还没有办结。")


def email_in(contact: str) -> str:
    """Return the e-mail address that a contact is, empty if it is anything else, or more."""
    typed = contact.strip()
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return typed
