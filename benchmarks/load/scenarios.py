"""The loads that the district is to be ready for, as figures.

A scenario's people act at a constant pace whether or not the portal keeps up; what was asked for
and what came is printed side by side.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """People who do the same.

    Attributes:
        user: class in ``users.py``.
        people: how many of them at once.
        pace: actions of one person a second.
        requests: of one action.
    """

    user: str
    people: int
    pace: float
    requests: int = 1


@dataclass(frozen=True)
class Scenario:
    """A load; ``needs`` names what ``filling`` prepares."""

    words: str
    groups: tuple[Group, ...]
    needs: tuple[str, ...] = ()

    @property
    def asked(self) -> float:
        """Requests a second that are asked for."""
        return sum(group.people * group.pace * group.requests for group in self.groups)


# The front page is asked by wrk, as fast as it answers: locust cannot ask so often.
FRONT = 2_000
SCENARIOS = {
    "mixed": Scenario(
        "380 kept pages a second, 20 made anew for people signed in, and 20 writes",
        (Group("Reader", 380, 1), Group("SignedIn", 20, 1), Group("Writer", 20, 1)),
        ("teachers",),
    ),
    "queue": Scenario(
        "50 editors on a queue of 5,000, each with it every five seconds",
        (Group("Editor", 50, 0.2),),
        ("queue",),
    ),
    "morning": Scenario(
        "7,000 teachers within ten minutes: the passage of the day and its mark, 12 a second each",
        (Group("MorningReader", 12, 1, requests=2),),
        ("teachers",),
    ),
}
TEACHERS = 7_000
QUEUE = 5_000
EDITORS = 50
