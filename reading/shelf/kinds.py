"""Which kinds of the 2+N a book can be for its reader."""

from typing import Any

from reading.models.catalogue import Work


def open_kinds(work: Work, reader: Any) -> tuple[str, ...]:
    """Return the kinds among which ``reader`` may choose, the likeliest first.

    Args:
        reader: an account, or nobody where it was deleted.

    Queries: at most 2, for the reader's subject.
    """
    try:
        from reading.catalogue.queries import kinds_for
    except ImportError:  # the catalogue knows no rules yet: the kind that is written there
        return (str(work.kind),)
    return tuple(str(kind) for kind in kinds_for(work, subject_of(reader)).kinds)


def subject_of(reader: Any) -> str:
    """Return the name of the subject that a person teaches; empty where there is none."""
    profile = getattr(reader, "teacher_profile", None)
    subject = profile.subject if profile else None
    return subject.name if subject else ""
