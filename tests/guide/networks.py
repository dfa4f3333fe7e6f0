"""The demo network that the guide's pictures show: made once a day, and run from a copy.

Used by `tests.guide.pictures`. Nobody works in the stored network itself, so no picture shows what
an earlier run did or left unfinished.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / ".state" / "guide"
_NOTE = "guide.json"
# What the demo's content is made of. Screens and migrations may differ: the copy is migrated.
_MADE_OF = ("network/demo", "network/oversight/data", "network/reporting/data")
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_PORTALS_SECONDS = 60
_BACKGROUND_SECONDS = 900


def prepare(folder: Path) -> None:
    """Set up Django for a network in `folder`, on free ports. Call it before reading settings."""
    port = _free_port()
    os.environ |= {
        "PBGDPL_STATE_DIR": str(folder),
        "PORT": str(port),
        # The stored sources name the portals that they were fetched from, which run no longer.
        "PORTALS_PORT": str(stored_note().get("portals_port") or _free_port()),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "tests.guide.settings",
        # Pictures taken a moment ago are shown by the guide in the admin.
        "DEBUG": "1",
    }
    os.environ.pop("DATABASE_URL", None)
    (folder / "log").mkdir()
    import django

    django.setup()


@contextmanager
def demo_network(folder: Path, *, anew: bool) -> Iterator[str]:
    """Run the demo network in `folder` while the block runs; yields its address.

    All its sources are fetched and all its pages indexed. Copies the network stored today if the
    demo's files are still the same, which saves minutes; otherwise, or if `anew`, makes and stores
    a new one.
    """
    from network import launch
    from network.parts import running

    options = launch.Options.from_environment()
    if not anew and stored_note():
        shutil.copytree(STORED, folder, dirs_exist_ok=True)
    else:
        _make(folder)
    logs = folder / "log"
    with launch.database():
        # Migrates the copy; the demo is not loaded twice.
        _run("network.launch", "fill", log=logs / "fill.log")
        # A held one collects today's static files.
        with running({"web server": launch.web_command(options)}, logs, held=True) as children:
            children[0].let_go()
            launch.wait_until_answering(options, children, report=sys.stdout.write)
            yield options.address


def stored_note() -> dict[str, Any]:
    """Return what is recorded of the stored network; empty unless it can be used now."""
    with suppress(FileNotFoundError):
        note: dict[str, Any] = json.loads((STORED / _NOTE).read_text(encoding="utf-8"))
        if note["key"] == _key():
            return note
    return {}


def _make(folder: Path) -> None:
    """Load the demo, fetch its sources, do the background work, and store the result."""
    from network import launch
    from network.parts import running

    options = launch.Options.from_environment()
    logs = folder / "log"
    with launch.database():
        _run("network.launch", "fill", log=logs / "fill.log")
        with running({"demo portals": launch.portals_command(options)}, logs):
            _wait_for_portals(options.portals_port)
            _run("manage", "fetch_sources", "--all", log=logs / "fetch.log")
        with running({"worker": launch.worker_command()}, logs):
            _wait_for_background()
    shutil.rmtree(STORED, ignore_errors=True)
    shutil.copytree(folder, STORED)
    # Last: an interrupted copy has no note, so it is never used.
    note = {"key": _key(), "portals_port": options.portals_port}
    (STORED / _NOTE).write_text(json.dumps(note), encoding="utf-8")


def _key() -> str:
    """Return a checksum of the day, from which the demo counts its dates, and the demo's files."""
    total = hashlib.sha256(dt.datetime.now(_ZONE).date().isoformat().encode())
    for folder in _MADE_OF:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def _run(module: str, *arguments: str, log: Path) -> None:
    from network.parts import step_in_advance

    with step_in_advance([sys.executable, "-m", module, *arguments], log) as finish:
        finish()


def _wait_for_portals(port: int) -> None:
    """Return when the portals listen: what is asked for earlier counts as a source that fails."""
    from network.parts import LaunchError

    deadline = time.monotonic() + _PORTALS_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise LaunchError("The demo portals do not answer.")


def _wait_for_background() -> None:
    """Return when all files are readable and no job waits. Raises LaunchError if it takes too
    long."""
    from django.conf import settings

    from network.background import BackgroundReport
    from network.parts import LaunchError

    report = BackgroundReport(settings.DATABASE_URL, report=sys.stdout.write)
    deadline = time.monotonic() + _BACKGROUND_SECONDS
    while not report.is_done:
        if time.monotonic() > deadline:
            raise LaunchError("The background work does not end.")
        report.check()
        time.sleep(0.5)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
