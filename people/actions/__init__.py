"""What changes accounts, teachers and roles.

Every function takes keyword arguments only, runs in one transaction, checks what the acting
person ``by`` may do, and writes a line to Wagtail's log. ``by=None`` means the operator at the
command line or the system itself, who may do everything. Messages of raised errors are Chinese and
fit to be shown.
"""

from people.actions.accounts import (
    change_password,
    create_account,
    set_initial_password,
    update_account,
)
from people.actions.consents import (
    attach_evidence,
    expire_consents,
    record_consent,
    withdraw_consent,
)
from people.actions.roles import grant_role, revoke_role
from people.actions.teachers import (
    add_teacher_profile,
    create_teacher,
    move_teacher,
    update_teacher,
)
from people.actions.units import create_unit, update_unit

__all__ = [
    "add_teacher_profile",
    "attach_evidence",
    "change_password",
    "create_account",
    "create_teacher",
    "create_unit",
    "expire_consents",
    "grant_role",
    "move_teacher",
    "record_consent",
    "revoke_role",
    "set_initial_password",
    "update_account",
    "update_teacher",
    "update_unit",
    "withdraw_consent",
]
