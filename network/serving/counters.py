"""Counts of responses and their durations, in memory that all processes of a web server share.

Used by the metrics. The memory is mapped before the processes part; each process writes a slot of
its own without a lock, which a killed process could hold for ever, and readers add up the slots.
"""

import mmap
import os
from bisect import bisect_left
from dataclasses import dataclass

# Upper ends in seconds; the last bucket has none.
BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# By the first digit of the status code: 1xx to 5xx.
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Processes whose ids differ by a multiple of this would share a slot and lose counts.
SLOTS = 256
_PER_CLASS = len(BUCKETS) + 2
_PER_SLOT = _PER_CLASS * len(CLASSES)


@dataclass(frozen=True, slots=True)
class Durations:
    """Responses of one status class: their number per bucket, and the sum of their durations in
    seconds."""

    buckets: tuple[int, ...]
    seconds: float


class Counters:
    """Shared counters of responses."""

    def __init__(self) -> None:
        self._numbers = memoryview(mmap.mmap(-1, SLOTS * _PER_SLOT * 8)).cast("d")

    def count(self, status: int, seconds: float) -> None:
        """Count one response. Called by the event loop alone, so a process never races itself."""
        index = min(max(status // 100, 1), len(CLASSES)) - 1
        at = (os.getpid() % SLOTS) * _PER_SLOT + index * _PER_CLASS
        self._numbers[at + bisect_left(BUCKETS, seconds)] += 1
        self._numbers[at + _PER_CLASS - 1] += seconds

    def totals(self) -> dict[str, Durations]:
        """Return {status class: sum over all processes}."""
        sums = [sum(self._numbers[at::_PER_SLOT]) for at in range(_PER_SLOT)]
        parts = [sums[at : at + _PER_CLASS] for at in range(0, _PER_SLOT, _PER_CLASS)]
        return {
            name: Durations(tuple(round(number) for number in part[:-1]), part[-1])
            for name, part in zip(CLASSES, parts, strict=True)
        }


RESPONSES = Counters()
