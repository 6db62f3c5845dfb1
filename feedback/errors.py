"""What this room refuses beside ``editorial.errors``."""

from editorial.errors import NotPossible


class TooMuch(NotPossible):
    """More was written than the settings allow for now (HTTP 429)."""


class StaleForm(NotPossible):
    """The form cannot be used any more: the next one can be sent as it is (HTTP 409)."""
