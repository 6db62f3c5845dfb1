"""Challenges: signed, bound to one form of one reader, good for some hours and for one letter.

Nothing is stored when a form is shown. The signature says that we issued it and when; the letter
that it is spent on keeps its number, under a unique constraint.
"""

import secrets
import time
from dataclasses import asdict, dataclass

from django.core import signing

from feedback.proof.rules import in_words

SALT = "feedback.challenge"


class Forged(Exception):
    """We did not issue this challenge, or not for this form."""


class Expired(Exception):
    """The challenge is too old."""


@dataclass(frozen=True)
class Challenge:
    """What one form asks.

    Attributes:
        form: what the form is for, and of which page: ``correction:12``, ``suggestion:/search/``.
        user_id: who was signed in when it was issued; 0 for visitors. A page of another site that
            makes a browser send the form has none of this person, see ``docs/feedback.md``.
        nonce: its number.
        bits: how much work it asks of a browser.
        first, second: the sum that it asks of a person instead.
        issued_at: seconds since 1970.
    """

    form: str
    user_id: int
    nonce: str
    bits: int
    first: int
    second: int
    issued_at: int

    @property
    def question(self) -> str:
        """The sum in words."""
        return f"{in_words(self.first)}加{in_words(self.second)}等于几"

    @property
    def answer(self) -> int:
        """What the sum comes to."""
        return self.first + self.second

    @property
    def signed(self) -> str:
        """As the form carries it."""
        return signing.dumps(asdict(self), salt=SALT)


def issue(*, form: str, user_id: int, bits: int) -> Challenge:
    """Return a new challenge.

    Args:
        form: what it is for.
        user_id: whose, 0 for visitors.
        bits: the work asked of a browser, in leading zero bits.
    """
    return Challenge(
        form=form,
        user_id=user_id,
        nonce=secrets.token_hex(16),
        bits=bits,
        first=secrets.randbelow(8) + 2,
        second=secrets.randbelow(8) + 2,
        issued_at=int(time.time()),
    )


def read(text: str, *, form: str, user_id: int, hours: int) -> Challenge:
    """Return the challenge that a form brings back.

    Args:
        text: as it came.
        form, user_id: for which it must have been issued.
        hours: how long it is good.

    Raises:
        Forged: it is not ours, or another form's, or another person's.
        Expired: it is older.
    """
    try:
        challenge = Challenge(**signing.loads(text, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError) as error:
        raise Forged from error
    if (challenge.form, challenge.user_id) != (form, user_id):
        raise Forged
    # By its own time, not by that of the signature: showing a form again does not renew it.
    if time.time() - challenge.issued_at > hours * 3600:
        raise Expired
    return challenge
