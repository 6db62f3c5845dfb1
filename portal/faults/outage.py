"""What one process knows of a server that does not answer."""

import logging
import threading
import time

logger = logging.getLogger(__name__)

# Seconds until the server is asked again. A dead host costs one connect timeout in that time.
PAUSE = 5.0
# Keys remembered for the return; with more of them everything is thrown away instead.
OWED_AT_MOST = 10_000


class Outage:
    """Whether a server is to be asked, and which of its keys are no longer true.

    What is written or deleted meanwhile does not reach the server; should it come back with its
    memory intact, it would tell of a state long past. Those keys are owed to it.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._since: float | None = None
        self._ask_again = 0.0
        self._owed: set[str] | None = set()  # None: too many to remember
        self._debts = 0  # how often something was owed

    @property
    def is_on(self) -> bool:
        """Whether the last attempt failed."""
        return self._since is not None

    def may_ask(self) -> bool:
        """Whether to try the server now; while it is out, one thread each ``PAUSE`` does."""
        if self._since is None:
            return True
        with self._lock:
            # monotonic: a clock that is set must neither prolong nor forget an outage.
            if time.monotonic() < self._ask_again:
                return False
            self._ask_again = time.monotonic() + PAUSE
            return True

    def begin(self, error: Exception) -> bool:
        """Note a failure, said once an outage in the log. Returns whether it is the first."""
        with self._lock:
            is_first = self._since is None
            if is_first:
                self._since = time.monotonic()
            self._ask_again = time.monotonic() + PAUSE
        if is_first:
            logger.warning("%s does not answer, going on without it: %s", self._name, error)
        return is_first

    def owe(self, keys: list[str] | None) -> bool:
        """Remember keys whose value on the server is no longer true; ``None`` for all.

        Returns whether the outage goes on; if not, nothing is remembered, and the server is to be
        asked after all.
        """
        with self._lock:
            if self._since is None:
                return False
            if keys != []:
                self._debts += 1
            if keys is None or self._owed is None or len(self._owed) >= OWED_AT_MOST:
                self._owed = None
            else:
                self._owed.update(keys)
            return True

    def owed(self) -> tuple[set[str] | None, int]:
        """Return the keys owed, ``None`` for all, and what ``end`` is to be told."""
        with self._lock:
            return None if self._owed is None else set(self._owed), self._debts

    def end(self, debts: int) -> bool:
        """Note that the server answers and has been told of what was owed.

        Args:
            debts: what ``owed`` returned, before the server was told.

        Returns:
            whether the outage is over: not if other threads have come to owe more meanwhile.
        """
        with self._lock:
            if self._debts != debts:
                return False
            since, self._since, self._owed = self._since, None, set()
        if since is not None:
            seconds = time.monotonic() - since
            logger.warning("%s answers again after %.0f s", self._name, seconds)
        return True
