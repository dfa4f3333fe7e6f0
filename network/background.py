"""Run a program that gives way to everything else: `python -m network.background COMMAND...`.

Niceness alone does not do it. Linux weighs every session, and Docker every container, as a whole
before it looks at the processes inside (sched(7), "The autogroup feature"), and it leaves a
processor to a nice program while those of others are crowded. A processor that runs nothing but
SCHED_IDLE counts as idle, and those who wait are brought there.
"""

import contextlib
import os
import sys
from pathlib import Path

_LOWEST = 19
_AUTOGROUP = Path("/proc/self/autogroup")


def main(command: list[str]) -> int:
    """Become the command, at the lowest priority there is; 2 without one, 1 where it cannot run."""
    if not command:
        sys.stderr.write("usage: python -m network.background COMMAND...\n")
        return 2
    give_way()
    try:
        os.execvp(command[0], command)  # noqa: S606
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        return 1


def give_way() -> None:
    """Lower the priority of this process, and of its session where it leads one."""
    os.nice(_LOWEST)
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    if os.getsid(0) == os.getpid():
        # Not there without the feature, and not to be written inside some containers.
        with contextlib.suppress(OSError):
            _AUTOGROUP.write_text(str(_LOWEST))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
