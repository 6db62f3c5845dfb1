"""Who needs a second factor."""

from django.conf import settings

from people.choices import PRIVILEGED_ROLES
from people.models import User
from people.roles import roles_of

# Kinds of what stands beside the password; recovery codes only stand in for one of them.
FACTORS = ("totp", "webauthn")


def is_privileged(user: User) -> bool:
    """Whether the person decides what the public sees or who may do what. Queries: 1, kept."""
    return not roles_of(user).isdisjoint(PRIVILEGED_ROLES)


def must_have(user: User) -> bool:
    """Whether the person may not work without a second factor (``REQUIRE_SECOND_FACTOR``)."""
    return bool(settings.REQUIRE_SECOND_FACTOR) and is_privileged(user)
