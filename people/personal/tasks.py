"""Background work after a person has left."""

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import task


@task()
def remove_files(names: list[str]) -> None:
    """Remove the files of rows that are deleted, and all drawn pictures. Safe to run twice.

    A task of its own, so that a storage that does not answer leaves a failed task, of which
    ``/readyz`` tells, and not files that nobody knows of any more.

    Args:
        names: of the files in the storage of media.
    """
    # Where tasks run at once, in development, the rows are not yet gone.
    transaction.on_commit(lambda: _remove(names))


def _remove(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
    # Cards and posters are drawn again when somebody asks for them.
    caches["cards"].clear()
