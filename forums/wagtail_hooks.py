"""What other floors ask of events."""

from forums.attendance import hooks as _attendance  # noqa: F401 each registers its own
from forums.certificates import hooks as _certificates  # noqa: F401
from forums.hours import hooks as _hours  # noqa: F401
