"""What this room refuses beside ``editorial.errors``."""

from editorial.errors import NotPossible


class TooMuch(NotPossible):
    """An account has written more than the settings allow for now (HTTP 429)."""
