"""What other floors ask of the workshops."""

from workshops import places as _places  # noqa: F401 registers itself
