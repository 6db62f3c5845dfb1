"""The only writer of registrations. One function a verb, each behind the event's lock."""

from forums.registration.actions.deciding import approve, refuse
from forums.registration.actions.joining import GroupResult, register, register_group
from forums.registration.actions.leaving import cancel
from forums.registration.actions.moving import published_plan, tell_moved
from forums.registration.actions.offering import accept, ask_to_confirm, confirm, remind, settle
from forums.registration.actions.setting import (
    Asked,
    Kept,
    call_off,
    open_admission,
    set_admission,
)

__all__ = [
    "Asked",
    "GroupResult",
    "Kept",
    "accept",
    "approve",
    "ask_to_confirm",
    "call_off",
    "cancel",
    "confirm",
    "open_admission",
    "published_plan",
    "refuse",
    "register",
    "register_group",
    "remind",
    "set_admission",
    "settle",
    "tell_moved",
]
