"""How much memory a web process takes for searching: asked of fresh processes.

Run as a program, it is the process that is measured: it serves the front page, then searches, and
prints its resident memory in MB before and after. What the engine needs and had loaded already by
then is measured apart and added.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROMISED = 120
# What only the search needs and an application may have loaded as it starts. Not pypinyin (58 MB),
# which addresses of pages are made with, nor numpy (15 MB), which openpyxl brings.
_MODULES = ("whoosh.index", "rjieba", "opencc")


def print_row(queries: Sequence[str]) -> None:
    """Measure a process with these queries, in the environment of this one."""
    command = [sys.executable, "-m", "benchmarks.search.memory"]
    answer = subprocess.run(  # noqa: S603 our own program
        command, input=json.dumps(list(queries)), capture_output=True, text=True, check=True
    )
    told = json.loads(answer.stdout.splitlines()[-1])
    ahead = sum(_cost_of(module) for module in told["loaded"])
    grown = told["after"] - told["before"] + ahead
    print(
        f"\nmemory of a web process: {told['before']:.0f} MB after the front page, "
        f"{told['after']:.0f} MB after {len(queries)} searches; with what was loaded before "
        f"{grown:.0f} MB for searching (promised: at most {PROMISED})"
    )


def resident() -> float:
    """Resident memory of this process in MB."""
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE") / 1e6


def _cost_of(module: str) -> float:
    program = (
        f"from benchmarks.search.memory import resident; a = resident(); import {module}; "
        "print(resident() - a)"
    )
    answer = subprocess.run(  # noqa: S603 our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return float(answer.stdout)


def _be_measured() -> None:
    import django

    django.setup()
    from django.test import Client

    client = Client()
    client.get("/")
    loaded = [module for module in _MODULES if module in sys.modules]
    before = resident()
    queries = json.load(sys.stdin)
    for query in queries:
        client.get("/search/", {"q": query})
        client.get("/search/suggest/", {"q": query[:2]})
    print(json.dumps({"loaded": loaded, "before": before, "after": resident()}))


if __name__ == "__main__":
    _be_measured()
