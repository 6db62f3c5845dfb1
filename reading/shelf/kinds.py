"""Which kinds of the 2+N a book can be for its reader."""

from typing import Any

from reading.catalogue.queries import kinds_for, subject_of
from reading.models.catalogue import Work


def open_kinds(work: Work, reader: Any) -> tuple[str, ...]:
    """Return the kinds among which ``reader`` may choose, the likeliest first.

    Args:
        reader: an account, or nobody where it was deleted.

    Queries: at most 2, for the reader's subject.
    """
    return tuple(str(kind) for kind in kinds_for(work, subject_of(reader)).kinds)
