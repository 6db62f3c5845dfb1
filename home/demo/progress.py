"""A progress bar of one line on a terminal, plain lines elsewhere."""

import sys
import time
from typing import TextIO

WIDTH = 28


class Progress:
    """Counts steps; draws at most ten times a second."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stdout
        self.live = bool(getattr(self.out, "isatty", lambda: False)())
        self.label, self.total, self.done, self._drawn = "", 0, 0, 0.0

    def stage(self, label: str, total: int) -> None:
        """Begin a stage of ``total`` steps."""
        self._close()
        self.label, self.total, self.done = label, total, 0
        self._draw(force=True)

    def step(self) -> None:
        """Count one step."""
        self.done += 1
        self._draw(force=self.done == self.total)

    def finish(self) -> None:
        """End the last stage."""
        self._close()
        self.label = ""

    def _draw(self, *, force: bool) -> None:
        if not self.live or not (force or time.monotonic() - self._drawn > 0.1):
            return
        self._drawn = time.monotonic()
        filled = WIDTH * self.done // max(self.total, 1)
        bar = "█" * filled + "░" * (WIDTH - filled)
        self.out.write(f"\r  {bar} {self.done:>3}/{self.total} {self.label}\x1b[K")
        self.out.flush()

    def _close(self) -> None:
        if not self.label:
            return
        if self.live:
            self.out.write("\n")
        else:
            self.out.write(f"  {self.label} {self.done}/{self.total}\n")
        self.out.flush()
