"""Who may do what in a workshop, asked for by every action.

To somebody who may not read the workshop it is not there (``NotPossible``); whoever may read but
not act is told so (``ReviewRefused``). The host runs the workshop and decides nothing for the
public; the office (editors and chief editors) assesses, and never the own workshop.
"""

from typing import Any

from django.http import Http404

from editorial.errors import NotPossible, ReviewRefused
from people.models import User
from people.roles import Role, has_role
from workshops.models import WorkshopPage
from workshops.queries import Place, hosts, place_for

OFFICE = (Role.EDITOR, Role.CHIEF_EDITOR)
# Who may record that somebody agreed to be named (``people.permissions.CONSENT_KEEPERS``).
KEEPERS = (Role.CHIEF_EDITOR, Role.SITE_ADMIN)
ONLY_HOST = "只有这个工作坊的主持人可以这样做。"
ONLY_MEMBERS = "只有这个工作坊的成员可以这样做。"


def is_office(user: Any) -> bool:
    """Whether somebody works for the district's office of workshops."""
    return has_role(user, *OFFICE)


def require_place(by: User, workshop_id: int) -> Place:
    """Return the workshop as ``by`` stands to it.

    Raises:
        NotPossible: there is none that ``by`` may read.
    """
    try:
        return place_for(by, workshop_id)
    except Http404 as missing:
        raise NotPossible(str(missing)) from None


def require_host(by: User, workshop_id: int) -> Place:
    """Return the workshop that ``by`` runs.

    Raises:
        NotPossible: there is none that ``by`` may read.
        ReviewRefused: somebody else runs it.
    """
    place = require_place(by, workshop_id)
    if not place.is_host:
        raise ReviewRefused(ONLY_HOST)
    return place


def require_inside(by: User, workshop_id: int) -> Place:
    """Return the workshop to which ``by`` belongs.

    Raises:
        NotPossible: there is none that ``by`` may read.
        ReviewRefused: ``by`` is neither member nor host.
    """
    place = require_place(by, workshop_id)
    if not place.is_inside:
        raise ReviewRefused(ONLY_MEMBERS)
    return place


def require_office(by: User, workshop: WorkshopPage | None = None) -> None:
    """Let the office through, but not to its own workshop.

    Raises:
        ReviewRefused: ``by`` is no editor, or hosts the workshop.
    """
    if not is_office(by):
        raise ReviewRefused("只有编辑可以这样做。")
    if workshop is not None and (hosts(by, workshop) or workshop.host_id == by.pk):
        raise ReviewRefused("不能评议自己主持的工作坊，请另一位编辑来做。")
