"""What two normalised texts have in common, exactly: runs of equal characters."""

from collections.abc import Iterable
from dataclasses import dataclass

from editorial.similarity.winnowing import SHINGLE

# Of a phrase that a text repeats, so many places are tried for the longest run.
MOST_PLACES = 8


@dataclass(frozen=True)
class Run:
    """Equal characters: where they begin in either text, and how many they are."""

    here: int
    there: int
    length: int

    @property
    def end(self) -> int:
        """The place behind the last one here."""
        return self.here + self.length


def common_runs(here: str, there: str) -> list[Run]:
    """Return runs of at least ``SHINGLE`` characters that cover all that is common.

    Each goes on as far as it can; two may overlap by less than ``SHINGLE``. Time grows with the
    sum of the lengths; where a text repeats itself over and over, with ``MOST_PLACES`` times that.
    """
    places: dict[str, list[int]] = {}
    for start in range(len(there) - SHINGLE + 1):
        found = places.setdefault(there[start : start + SHINGLE], [])
        if len(found) < MOST_PLACES:
            found.append(start)
    runs: list[Run] = []
    start = 0
    while start <= len(here) - SHINGLE:
        starts = places.get(here[start : start + SHINGLE])
        if starts is None:
            start += 1
            continue
        length, place = max(
            (_length_of_run(here, start, there, candidate), -candidate) for candidate in starts
        )
        runs.append(Run(start, -place, length))
        # What begins within the last characters may go on elsewhere.
        start += length - SHINGLE + 1
    return runs


def covered(runs: Iterable[Run]) -> int:
    """Return how many characters of the text here lie in at least one of the runs."""
    total = reached = 0
    for run in sorted(runs, key=lambda run: run.here):
        total += max(0, run.end - max(run.here, reached))
        reached = max(reached, run.end)
    return total


def _length_of_run(here: str, start: int, there: str, place: int) -> int:
    """Return how many characters are equal from the two places on."""
    length, most = SHINGLE, min(len(here) - start, len(there) - place)
    step = SHINGLE
    # Slices are compared at the speed of C; the step doubles, then narrows down.
    while step and length < most:
        step = min(step, most - length)
        if (
            here[start + length : start + length + step]
            == there[place + length : place + length + step]
        ):
            length += step
            step *= 2
        else:
            step //= 2
    return length
