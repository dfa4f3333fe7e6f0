"""How xdist gives files to processes: like `--dist loadfile`, but a test that ends its process is
not run again.

xdist's own scheduler hands the file to the next process with that test still in it: a test that
hangs for five minutes does so in up to four processes for each of `-n`, one after the other, and
the run stands near its end for an hour.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling


class CrashingOnce(LoadFileScheduling):
    """Gives whole files to processes, and the rest of a file to another if its process dies."""

    def remove_node(self, node: Any) -> str | None:
        """Return the test in which the process died, or None if it has run all of its tests."""
        units = self.assigned_work.pop(node)
        waiting = [(unit, test) for unit in units.values() for test in unit if not unit[test]]
        if not waiting:
            return None
        unit, crashed = waiting[0]
        unit[crashed] = True
        self.workqueue.update(
            {file: left for file, left in units.items() if not all(left.values())}
        )
        for other in self.nodes:
            self._reschedule(other)
        return crashed


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> CrashingOnce | None:
    """Take the place of xdist's scheduler of whole files."""
    return CrashingOnce(config, log) if config.getoption("dist") == "loadfile" else None
