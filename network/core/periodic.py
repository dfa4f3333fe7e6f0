"""Queue periodic tasks correctly when the clock jumps. Used by `network.core.worker`."""

from collections.abc import Iterable
from typing import Any

from procrastinate.periodic import PeriodicDeferrer


class SteadyDeferrer(PeriodicDeferrer):
    """Queues each periodic task at most once when the clock jumps, and continues after the jump.

    After a jump back, procrastinate's own deferrer would queue nothing until the clock reaches the
    old time again. After a jump ahead it would queue a run for every single minute skipped.
    """

    def get_timestamps(self, periodic_task: Any, since: int | None, until: float) -> Iterable[int]:
        """Return the newest due time of the task, after `since` and not after `until`."""
        if since is None or since > until:
            return super().get_timestamps(periodic_task, None, until)
        periodic_task.croniter.set_current(start_time=until)
        newest = round(periodic_task.croniter.get_prev(ret_type=float))
        return [newest] if newest > since else []
