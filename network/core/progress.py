"""A progress line for long commands."""

import sys

WIDTH = 30


class ProgressBar:
    """Shows "[#####-----] 12/40 label" on a terminal, or one line per tenth elsewhere."""

    def __init__(self, total: int, *, label: str) -> None:
        self.total = total
        self.label = label
        self.done = 0

    def advance(self) -> None:
        """Count one more item as done and redraw."""
        self.done += 1
        if sys.stderr.isatty():
            filled = WIDTH * self.done // max(1, self.total)
            bar = "#" * filled + "-" * (WIDTH - filled)
            end = "\n" if self.done == self.total else ""
            sys.stderr.write(f"\r[{bar}] {self.done}/{self.total} {self.label}{end}")
        elif self.done * 10 // self.total != (self.done - 1) * 10 // self.total:
            sys.stderr.write(f"{self.done}/{self.total} {self.label}\n")
        sys.stderr.flush()
