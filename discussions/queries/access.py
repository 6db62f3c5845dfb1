"""Who reads and who writes; each docstring gives the number of queries."""

from copy import copy
from typing import Any

from discussions import rules
from discussions.enums import Readers
from discussions.models import Contribution, ContributionQuerySet, PlaceRule, Topic
from discussions.places import Place, load_place
from people.models import User
from people.roles import Role, has_role
from portal.lasting import lasting

SPEAKING_ROLES = (Role.EDITOR, Role.CHIEF_EDITOR, Role.WORKSHOP_HOST)
EDITORS = (Role.EDITOR, Role.CHIEF_EDITOR)


def is_signed_in(reader: Any) -> bool:
    """Whether a reader is known. Queries: none."""
    return reader is not None and reader.is_authenticated and reader.is_active


def is_editor(user: Any) -> bool:
    """Whether somebody decides about contributions. Queries: 1 a person."""
    return is_signed_in(user) and has_role(user, *EDITORS)


def takes_part(user: Any) -> bool:
    """Whether somebody may write at all: a teacher, or who holds an office. Queries: at most 2."""
    if not is_signed_in(user):
        return False
    # A profile has a unit.
    return hasattr(user, "teacher_profile") or has_role(user, *SPEAKING_ROLES)


def rule_for(kind: str, pk: int) -> PlaceRule:
    """Return the rule of a place: its own, that of its kind, or the defaults.

    There are few, and they change a few times a year. Queries: see ``portal.lasting``.
    """
    rules_: dict[tuple[str, int | None], PlaceRule] = lasting("discussion rules", _all_rules)
    return copy(rules_.get((kind, pk)) or rules_.get((kind, None)) or PlaceRule(kind=kind))


def _all_rules() -> dict[tuple[str, int | None], PlaceRule]:
    return {(row.kind, row.place_id): row for row in PlaceRule.objects.all()}


def may_read_at(reader: Any, rule: PlaceRule) -> bool:
    """Whether somebody who may read a place also reads what is said there. Queries: none."""
    return is_signed_in(reader) or rule.readers == Readers.EVERYBODY


def place_for(reader: Any, kind: str, pk: int) -> Place | None:
    """Return a place whose discussion the reader may read. Queries: 1, and those of ``load``."""
    if not may_read_at(reader, rule_for(kind, pk)):
        return None
    return load_place(reader if is_signed_in(reader) else None, kind, pk)


def tends(user: Any, place: Place) -> bool:
    """Whether somebody looks after a place. Queries: those of its kind."""
    return is_signed_in(user) and place.kind.tends(user, place.pk)


def write_answer(user: Any, rule: PlaceRule, topic: Topic | None = None) -> rules.Answer:
    """Say whether a reader of a place may write there, or to a topic. Queries: ≤ 2 a person."""
    return rules.may_write(
        takes_part=takes_part(user),
        is_open=rule.is_open,
        is_locked=topic is not None and topic.locked_at is not None,
    )


def seen_by(reader: Any, contributions: ContributionQuerySet) -> ContributionQuerySet:
    """Return those that this reader of their place gets. Queries: 1, when read."""
    return contributions.visible() if is_signed_in(reader) else contributions.public()


def may_look_up(user: User, contribution: Contribution) -> bool:
    """Whether somebody may see a contribution by its address: a reader, its author, an editor.

    The caller has found that the user reads the place. Queries: ≤ 1.
    """
    is_seen = contribution.is_visible and contribution.topic.is_visible
    if not is_signed_in(user):
        return contribution.is_public and contribution.topic.is_public
    return is_seen or contribution.author_id == user.pk or is_editor(user)
