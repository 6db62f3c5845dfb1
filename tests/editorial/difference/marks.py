"""Runs as text that a test can name."""

from editorial.difference import Run, RunKind


def drawn(runs: tuple[Run, ...]) -> str:
    """Return runs as text with marks."""
    marks = {RunKind.EQUAL: "{}", RunKind.DELETED: "[-{}]", RunKind.INSERTED: "[+{}]"}
    return "".join(marks[run.kind].format(run.text) for run in runs)
