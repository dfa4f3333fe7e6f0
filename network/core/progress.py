"""A progress line for long commands."""

import sys
from typing import TextIO

WIDTH = 30


class ProgressBar:
    """Draws "[#####-----] 12/40 what" on one line of a terminal, a line per tenth elsewhere."""

    def __init__(self, total: int, *, label: str, stream: TextIO = sys.stderr) -> None:
        self.total = total
        self.label = label
        self.stream = stream
        self.done = 0

    def advance(self) -> None:
        """Count one more as done and redraw."""
        self.done += 1
        if self.stream.isatty():
            filled = WIDTH * self.done // max(1, self.total)
            bar = "#" * filled + "-" * (WIDTH - filled)
            end = "\n" if self.done == self.total else ""
            self.stream.write(f"\r[{bar}] {self.done}/{self.total} {self.label}{end}")
        elif self.done * 10 // self.total != (self.done - 1) * 10 // self.total:
            self.stream.write(f"{self.done}/{self.total} {self.label}\n")
        self.stream.flush()
