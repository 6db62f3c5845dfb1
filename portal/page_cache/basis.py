"""What a kept thing rests on, and whether it still does."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from portal.page_cache.generations import Generations, Versions
from portal.page_cache.recording import Reading


@dataclass
class Basis:
    """The tables that something was made of, and the time.

    Attributes:
        versions: numbers of its tables, see ``Generations``.
        epoch: when these were last compared.
        fresh_until: seconds of the monotonic clock; time may have changed it from then on.
        good_before: seconds since 1970: the end of the day on which it was made.
    """

    versions: Versions
    epoch: int
    fresh_until: float
    good_before: float

    def stands(self, shared: Generations) -> bool:
        """Say whether nothing that it was made of has changed since, and it is still today."""
        epoch = shared.epoch()
        if self.epoch != epoch:
            if not shared.stand(self.versions):
                return False
            self.epoch = epoch
        return time.time() < self.good_before


class Making:
    """Begun before a thing is made: what changes meanwhile leaves it with old numbers.

    Args:
        shared: numbers of this machine.
    """

    def __init__(self, shared: Generations) -> None:
        self._shared = shared
        # In this order, see ``Basis.stands``.
        self._epoch, self._numbers = shared.epoch(), shared.all()

    def basis(self, reading: Reading, fresh: float, time_zone: ZoneInfo) -> Basis:
        """Return what the thing rests on that was made while ``reading``.

        Args:
            reading: what was read for it.
            fresh: seconds from now on, if no part of it ends earlier.
            time_zone: in which its day ends.
        """
        return Basis(
            versions=self._shared.versions(reading.tables, self._numbers),
            epoch=self._epoch,
            fresh_until=min(time.monotonic() + fresh, reading.fresh_until),
            good_before=_midnight(time_zone),
        )


def _midnight(time_zone: ZoneInfo) -> float:
    tomorrow = datetime.now(time_zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, datetime.min.time(), time_zone).timestamp()
