"""Queue the periodic tasks, whatever the machine's clock does. Used by `network.core.worker`."""

from collections.abc import Iterable
from typing import Any

from procrastinate.periodic import PeriodicDeferrer


class SteadyDeferrer(PeriodicDeferrer):
    """Queues each periodic task at most once when the clock jumps, and goes on after the jump.

    Procrastinate's own would queue nothing until the clock has caught up with a time to which it
    had jumped, and would queue every single minute of a jump ahead.
    """

    def get_timestamps(self, periodic_task: Any, since: int | None, until: float) -> Iterable[int]:
        """Return the newest moment to queue the task for, after `since` and not after `until`."""
        if since is None or since > until:
            return super().get_timestamps(periodic_task, None, until)
        periodic_task.croniter.set_current(start_time=until)
        newest = round(periodic_task.croniter.get_prev(ret_type=float))
        return [newest] if newest > since else []
