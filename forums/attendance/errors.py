"""Why somebody cannot sign in."""

from editorial.errors import NotPossible


class CodeIsWrong(NotPossible):
    """A code that this portal did not make, or not for here."""


class TooManyTries(NotPossible):
    """Somebody typed too many wrong codes; the phone may try again later (HTTP 429)."""
