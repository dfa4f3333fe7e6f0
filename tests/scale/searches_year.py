"""Print what it costs a province in a year that each change drops all cached searches.

`python -m tests.scale.searches_year [UNCACHED_MS SLOW_MS]`: the time that an uncached search takes
in the middle, and one time in twenty. Each change of something that can be found drops the cached
searches of both web processes (docs/adr/0036). A year of searches, or a million of them, is put to
two stores as production has them, with a clock of their own, once with the drops and once without.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from network.core.freshness.store import Store

DAY, WORK_BEGINS, WORK_ENDS = 86_400.0, 8 * 3600.0, 17 * 3600.0
# Publications, edits, withdrawals and items of portals, of 217 agencies: one each in two days, two
# each a day, and twelve each, the pace of `make bench-load`.
CHANGES_PER_DAY = (108, 434, 2604)
SEARCHES_PER_DAY = (1_000, 10_000, 100_000)
# Different questions, of which few are asked often (Zipf), and the part that nobody asks again.
QUESTIONS, NEVER_AGAIN = 20_000, 0.2
# A search takes so much memory; what is asked the second time is cached (freshness.middleware).
SEARCH_BYTES, CACHE_BYTES, REMEMBERED = 30_000, 96 * 1024 * 1024, 2000
DAYS = 365
WEB_PROCESSES, MOST_SIMULATED = 2, 1_000_000
CACHED_MS, UNCACHED_MS, SLOW_MS = 0.4, 60.0, 100.0
HEAD = """\
| searches a day | changes a day | cached, % | without drops, % | made again a day | p50 ms\
 | without drops | p95 ms | without drops |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|
"""


@dataclass
class Clock:
    """The time of the simulation, in seconds."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


class Process:
    """The searches that one web process has cached."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.asked: dict[int, None] = {}
        self.store = Store(clock=clock)
        self.store.max_bytes = CACHE_BYTES

    def answers_at_once(self, question: int) -> bool:
        """Search, and return whether the response was cached."""
        self.store.open()
        if self.store.get(question):
            return True
        version = self.store.version()
        if question in self.asked and version is not None:
            self.store.put(
                question,
                question,
                dependencies=["search"],
                size=SEARCH_BYTES,
                version=version,
                seconds=DAY - self.clock.now % DAY,
            )
        self.asked.pop(question, None)
        self.asked[question] = None
        if len(self.asked) > REMEMBERED:
            del self.asked[next(iter(self.asked))]
        return False


def main(arguments: Sequence[str]) -> int:
    """Simulate and print the table; 2 for wrong usage."""
    try:
        uncached, slow = map(float, arguments or (UNCACHED_MS, SLOW_MS))
    except ValueError:
        sys.stderr.write("usage: python -m tests.scale.searches_year [UNCACHED_MS SLOW_MS]\n")
        return 2
    sys.stdout.write(HEAD)
    for searches in SEARCHES_PER_DAY:
        for changes in CHANGES_PER_DAY:
            sys.stdout.write(f"{row(searches, changes, uncached, slow)}\n")
    return 0


def row(searches: int, changes: int, uncached: float, slow: float) -> str:
    """Return the line for so many searches and changes a day."""
    with_drops = cached_part(searches, changes, drops=True)
    without = cached_part(searches, changes, drops=False)
    times = (
        percentile(cached, part, uncached, slow)
        for part in (0.5, 0.95)
        for cached in (with_drops, without)
    )
    figures = [f"{100 * with_drops:.1f}", f"{100 * without:.1f}"]
    figures += [f"{searches * (without - with_drops):,.0f}", *(f"{ms:.0f}" for ms in times)]
    return f"| {searches:,} | {changes:,} | {' | '.join(figures)} |"


def percentile(cached: float, part: float, uncached: float, slow: float) -> float:
    """Return the milliseconds within which that part of all searches is answered, when half of the
    uncached ones take `uncached` and one in twenty takes `slow` or more."""
    rank = (part - cached) / (1 - cached)
    if rank <= 0:
        return CACHED_MS
    return uncached if rank <= 0.5 else uncached + (slow - uncached) * (rank - 0.5) / 0.45


def cached_part(searches: int, changes: int, *, drops: bool) -> float:
    """Return the part of a year's searches that is answered from the cache."""
    chance, clock = random.Random(39), Clock()  # noqa: S311  # a workload, no secret
    processes = [Process(clock) for _ in range(WEB_PROCESSES)]
    weights = list(accumulate(1 / (rank + 1) for rank in range(QUESTIONS)))
    days = min(DAYS, max(1, MOST_SIMULATED // searches))
    hits = 0
    for day in range(days):
        for at, is_search in moments(chance, searches, changes):
            clock.now = DAY * day + at
            if is_search:
                question = chance.choices(range(QUESTIONS), cum_weights=weights)[0]
                if chance.random() < NEVER_AGAIN:
                    question = -chance.randrange(1 << 60)
                hits += chance.choice(processes).answers_at_once(question)
            elif drops:
                for process in processes:
                    process.store.drop("search")
    return hits / (days * searches)


def moments(chance: random.Random, searches: int, changes: int) -> Iterator[tuple[float, bool]]:
    """Yield the seconds of a day in order, and whether somebody searches then or changes something.

    Changes and three of four searches come in the hours of work.
    """
    work = (WORK_BEGINS, WORK_ENDS)
    during = [chance.uniform(*work) for _ in range(searches * 3 // 4)]
    anytime = [chance.uniform(0, DAY) for _ in range(searches - len(during))]
    changed = [(chance.uniform(*work), False) for _ in range(changes)]
    yield from sorted([*((at, True) for at in during + anytime), *changed])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
