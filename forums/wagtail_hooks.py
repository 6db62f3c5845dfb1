"""What other floors ask of the events."""

from forums import places as _places  # noqa: F401 registers itself
