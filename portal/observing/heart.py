"""Signs of life of processes that nobody visits."""

import logging
import threading

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from portal.models import Heartbeat

WORKER = "worker"
EVERY = 15.0  # seconds
logger = logging.getLogger(__name__)


def beat(name: str) -> None:
    """Write that the process ``name`` is alive now. Several of one name share the row."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def age(name: str) -> float | None:
    """Return the seconds since the last beat, None if there never was one. Queries: 1.

    A clock that was set back makes no sign of life older than now.
    """
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else max((timezone.now() - at).total_seconds(), 0.0)


class Pulse:
    """Beats in a thread beside a long task, until the block ends."""

    def __init__(self, name: str, *, every: float = EVERY) -> None:
        self._name, self._every = name, every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse-{name}", daemon=True)

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._over.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while True:
            try:
                close_old_connections()
                beat(self._name)
            except Error as error:
                # A database that is away or busy: the next beat tells, or /readyz does.
                logger.warning("No sign of life could be written: %s", error)
            if self._over.wait(self._every):
                connection.close()
                return
