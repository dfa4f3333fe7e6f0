"""Answer visitors: `python -m network.web_server HOST PORT`, with WEB_CONCURRENCY processes.

Where a proxy stands in front, the path of a socket in place of both. Granian reads and writes HTTP
outside of Python (docs/adr/0026-web-server.md); network/rsgi.py is what it asks.
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from granian.constants import HTTPModes, Interfaces, Loops
from granian.server import Server

from network.parts import STOP_SECONDS, is_held, wait_until_let_go

APPLICATION = "network.rsgi:application"
# Connections are cheap, and slow clients hold theirs.
MOST_CONNECTIONS = 4096
USAGE = "usage: WEB_CONCURRENCY=2 python -m network.web_server HOST PORT | SOCKET\n"


def main(arguments: Sequence[str]) -> int:
    """Serve until told to stop; 2 for wrong usage."""
    try:
        processes = int(os.environ.get("WEB_CONCURRENCY") or 2)
        place = place_of(arguments)
    except ValueError:
        sys.stderr.write(USAGE)
        return 2
    if is_held():
        collect_static_files()
    # Loaded once, before the processes part: half the time and memory.
    import network.rsgi  # noqa: F401

    wait_until_let_go()

    # Granian's own lines look like all others; the access log is ours (network/access_log.py).
    formatter = settings.LOGGING["formatters"][settings.LOG_FORMAT]

    if "uds" in place:
        # Left behind by a process that was killed.
        place["uds"].unlink(missing_ok=True)
    Server(
        APPLICATION,
        **place,
        interface=Interfaces.RSGI,
        loop=Loops.uvloop,
        workers=processes,
        backpressure=MOST_CONNECTIONS,
        http=HTTPModes.http1,
        websockets=False,
        log_dictconfig={"formatters": {"generic": formatter, "access": formatter}},
        # The socket of a killed process stays open here, and requests would wait in it while the
        # next one makes pages in advance. The whole server ends instead, and is started anew.
        respawn_failed_workers="uds" not in place,
        workers_kill_timeout=STOP_SECONDS - 3,
    ).serve()
    return 0


def collect_static_files() -> None:
    """Collect static files. `make run` has it done here, beside the migrations: what is loaded
    afterwards reads the list of them once."""
    # As in network/wsgi.py, which switches it on again.
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")
    django.setup()
    call_command("collectstatic", interactive=False)


def place_of(arguments: Sequence[str]) -> dict[str, Any]:
    """Return where to listen; ValueError for what is no place."""
    if len(arguments) == 1 and arguments[0].startswith("/"):
        return {"uds": Path(arguments[0])}
    host, port = arguments
    return {"address": host, "port": int(port)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
