"""Start a target, let locust load it, print what came."""

import argparse
import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.load.scenarios import FRONT, SCENARIOS, Scenario
from benchmarks.load.targets import TARGETS, prepare, seconds_used
from tests.deploy.machines import ROOT

COLUMNS = ("50%", "95%", "99%")


def main() -> int:
    """Run the scenarios that are named; returns 1 where a request failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("scenarios", nargs="*", choices=[[], "front", *SCENARIOS])
    parser.add_argument("--on", choices=[*TARGETS, "both"], default="both")
    parser.add_argument("--seconds", type=int, default=30)
    asked = parser.parse_args()
    names = asked.scenarios or ["front", *SCENARIOS]
    failures = 0
    for on in TARGETS if asked.on == "both" else [asked.on]:
        with TARGETS[on]() as target:
            needs = {need for name in names if name in SCENARIOS for need in SCENARIOS[name].needs}
            facts = prepare(target, ["pages", *sorted(needs)])
            if "front" in names:
                failures += _run_front(target, on, asked.seconds)
            head = f"{'asked/s':>9}{'came/s':>8}" + "".join(f"{c:>8}" for c in COLUMNS)
            print(f"\n{on:34}{head}{'most':>8}  ms{'failed':>9}", flush=True)
            for name in names:
                if name in SCENARIOS:
                    failures += _run(target, name, SCENARIOS[name], facts, asked.seconds)
    return 1 if failures else 0


def _run_front(target: Any, on: str, seconds: int) -> int:
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: br"]
    before, used = _client_seconds(), seconds_used(target)
    done = subprocess.run(  # noqa: S603
        [*command, f"{target.url}/"], check=True, capture_output=True, text=True
    )
    took = _client_seconds() - before
    said = done.stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    late = {part: _milliseconds(said, part) for part in ("50", "90", "99")}
    failed = int((re.search(r"Non-2xx or 3xx responses: (\d+)", said) or [0, 0])[1])
    print(f"\n{on}, front: the front page by wrk, as fast as it answers (asked: {FRONT} a second)")
    print(f"  {rate:.0f} a second, " + ", ".join(f"{k} % in {v:.1f} ms" for k, v in late.items()))
    print(f"  {failed} failed; cores: client {took / seconds:.2f}, {_cores(target, used, seconds)}")
    return failed + (rate < FRONT)


def _milliseconds(said: str, part: str) -> float:
    number, unit = re.search(rf"{part}%\s+([\d.]+)(us|ms|s)", said).groups()
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def _cores(target: Any, before: dict[str, float], seconds: int) -> str:
    """Say how many cores each process of the target kept busy."""
    after = seconds_used(target)
    shares = {name: (after[name] - used) / seconds for name, used in before.items()}
    return ", ".join(f"{name} {share:.2f}" for name, share in shares.items())


def _client_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(target: Any, name: str, scenario: Scenario, facts: dict[str, Any], seconds: int) -> int:
    with tempfile.TemporaryDirectory(prefix="portal-locust-") as folder:
        file = Path(folder, "facts.json")
        groups = [asdict(group) for group in scenario.groups]
        file.write_text(json.dumps(facts | {"groups": groups}))
        people = str(sum(group.people for group in scenario.groups))
        before, used = _client_seconds(), seconds_used(target)
        subprocess.run(  # noqa: S603
            [
                *(sys.executable, "-m", "locust", "-f", "benchmarks/load/users.py", "--headless"),
                *("--host", target.url, "-u", people, "-r", people, "-t", f"{seconds}s"),
                *("--csv", f"{folder}/out", "--only-summary", "--loglevel", "ERROR"),
            ],
            cwd=ROOT,
            env=os.environ | {"LOAD_FACTS": str(file)},
            check=False,  # 1 where a request failed; they are counted below
            capture_output=True,
        )
        took = (_client_seconds() - before) / seconds
        cores = f"client {took:.2f}, {_cores(target, used, seconds)}"
        with Path(folder, "out_stats.csv").open(newline="") as table:
            rows = list(csv.DictReader(table))
    print(f"{name}: {scenario.words}\n  cores: {cores}")
    for row in rows:
        _print(row, scenario.asked)
    return int(rows[-1]["Failure Count"])


def _print(row: dict[str, str], asked: float) -> None:
    is_total = row["Name"] == "Aggregated"
    cells = [f"{'  all' if is_total else '  ' + row['Name']:34}"]
    cells.append(f"{asked:9.0f}" if is_total else " " * 9)
    cells.append(f"{float(row['Requests/s']):8.1f}")
    # locust says N/A where nothing was answered.
    cells += [f"{row[column].replace('N/A', '-'):>8}" for column in COLUMNS]
    cells.append(f"{float(row['Max Response Time']):8.0f}    {row['Failure Count']:>9}")
    print("".join(cells), flush=True)


if __name__ == "__main__":
    sys.exit(main())
