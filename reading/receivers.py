"""What the rooms of the reading section listen to."""

from reading.shelf import receivers as shelf


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    shelf.connect()
