"""Initial passwords: random, readable aloud, cheap to store safely by the thousand."""

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher

# Without i, l, o, 0 and 1, which are mistaken for one another on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 3, 4
# Slow hashing protects passwords that people choose. A random one of 12 characters out of 31 has
# 59 bits, out of reach of guessing even at this count, so 7,000 accounts take half a minute
# instead of an hour. Django hashes anew with the full count at the first login.
RANDOM_PASSWORD_ITERATIONS = 10_000


def random_password() -> str:
    """Return a password such as ``k7mp-x3ad-92we`` (59 bits)."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )


def encode_random(password: str) -> str:
    """Return the hash to store for a password from ``random_password``, and only for such a one."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), iterations=RANDOM_PASSWORD_ITERATIONS)
    return hasher.encode(password, hasher.salt())
