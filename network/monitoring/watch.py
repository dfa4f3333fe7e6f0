"""The watcher: runs all checks every minute and reports what changed. Has a process of its own.

Neither the worker nor a web server is needed, and the database only for what is asked of it.
"""

import datetime as dt
import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from network.core.system_checks.findings import run_checks
from network.core.system_checks.records import latest_result

from .alert_state import AlertState, load_state, state_path
from .alerts import deliver, report_changes
from .channels import Message, configured_channels

logger = logging.getLogger(__name__)
RUN_SECONDS = 60
# A check that waits for a lock, or a network that swallows packets, must not stop the watcher.
_STATEMENT_LIMIT, _SILENCE_LIMIT = "-c statement_timeout=10s", 15_000
# Name of the record with which the screen asks for a test message.
TEST_REQUEST = "alert_test"


def watch_for_ever() -> None:
    """Run the checks once a minute until the process is stopped. One watcher per state file."""
    with _only_watcher():
        _limit_waiting()
        state = load_state()
        while True:
            begun = time.monotonic()
            try:
                run_once(state, now=timezone.now())
            except Exception:
                logger.exception("a run of the watcher failed")
            connection.close_if_unusable_or_obsolete()
            time.sleep(max(1.0, RUN_SECONDS - (time.monotonic() - begun)))


def run_once(state: AlertState, *, now: dt.datetime) -> None:
    """Run all checks, report changes, answer a request for a test message, and save the state."""
    try:
        findings = run_checks(now)
        report_changes(findings, state=state, channels=configured_channels(), now=now)
        _send_test(state, now=now)
    finally:
        state.ran_at = now
        state.save()


def _send_test(state: AlertState, *, now: dt.datetime) -> None:
    try:
        request = latest_result(TEST_REQUEST)
    except (DatabaseError, InterfaceError):
        return
    if request is None or request.at == state.tested_at:
        return
    state.tested_at = request.at
    message = Message(
        _("Test message"),
        _("Alerts of the system arrive here. Nothing has to be done."),
        {"at": now.isoformat(), "changes": []},
    )
    for name, channel in configured_channels().items():
        deliver(message, name, channel, state=state, now=now)


def _limit_waiting() -> None:
    """Set the limits for the connections of this process."""
    options = connection.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} {_STATEMENT_LIMIT}".strip()
    options["tcp_user_timeout"] = _SILENCE_LIMIT


@contextmanager
def _only_watcher() -> Iterator[None]:
    """Wait until no other watcher of this state file runs: two would send everything twice."""
    path = state_path().with_suffix(".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
