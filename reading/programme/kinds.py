"""What a book is for a reader: the one place that asks the catalogue."""

from reading.catalogue.queries import kinds_for
from reading.models import Work
from reading.models.catalogue import WorkKind


class Kinds:
    """The kinds of works, each asked for once for a subject."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], tuple[WorkKind, ...]] = {}

    def of(self, work: Work, subject_name: str) -> tuple[WorkKind, ...]:
        """Return what a work may count as for a teacher of a subject, the likeliest first.

        Args:
            subject_name: empty for a reader who teaches none.
        """
        key = (work.pk, subject_name)
        if key not in self._known:
            self._known[key] = tuple(map(WorkKind, kinds_for(work, subject_name).kinds))
        return self._known[key]
