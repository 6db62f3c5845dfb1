"""Judged queries: QBQTC of the CLUE benchmark, 20,000 pairs of a query and a page title.

The file is not ours to hand on. It is looked for in ``QBQTC_FILE``, else beside the checkout.
"""

import json
import os
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "domain" / "qbqtc-dev.jsonl"
QUERIES = 600
CUTOFF = 10


@dataclass(frozen=True)
class Judged:
    """Titles, and for each query the places of the titles that answer it (label 1 or 2)."""

    titles: list[str]
    relevant: dict[str, set[int]]

    def sample(self, amount: int = QUERIES) -> list[str]:
        """The same queries in every run."""
        queries = sorted(self.relevant)
        random.Random(1).shuffle(queries)
        return queries[:amount]

    def reciprocal_rank(self, query: str, places: Iterable[int]) -> float:
        """1 over the position of the first right title among the first ten."""
        for position, place in enumerate(list(places)[:CUTOFF], start=1):
            if place in self.relevant[query]:
                return 1 / position
        return 0.0

    def mean_reciprocal_rank(
        self, search: Callable[[str], Iterable[int]], amount: int = QUERIES
    ) -> float:
        """Of a function from a query to places of titles, best first."""
        queries = self.sample(amount)
        return sum(self.reciprocal_rank(query, search(query)) for query in queries) / len(queries)


def load() -> Judged | None:
    """Read the file; None where there is none."""
    path = Path(os.environ.get("QBQTC_FILE", BESIDE))
    if not path.is_file():
        return None
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    titles = sorted({row["title"] for row in rows})
    place = {title: number for number, title in enumerate(titles)}
    relevant: dict[str, set[int]] = {}
    for row in rows:
        if int(row["label"]) >= 1:
            relevant.setdefault(row["query"], set()).add(place[row["title"]])
    return Judged(titles, relevant)
