"""What the watcher remembers between runs and restarts: a small JSON file, no database.

Written by the watcher, read by the screen and by the check of the watcher itself.
"""

import datetime as dt
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from network.core.system_checks.findings import Level

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class AlertReport:
    """What a channel last reported about one check, and when."""

    level: Level
    at: dt.datetime


@dataclass(slots=True)
class AlertOutcome:
    """How the last message of a channel went; `error` is empty if it was delivered."""

    at: dt.datetime
    error: str = ""


@dataclass(slots=True)
class AlertState:
    """The watcher's memory.

    `bad_runs` counts the runs in a row in which a check was not good. `reports` says by channel
    and check what was reported, `deliveries` by channel how the last message went.
    """

    ran_at: dt.datetime | None = None
    bad_runs: dict[str, int] = field(default_factory=dict)
    reports: dict[str, dict[str, AlertReport]] = field(default_factory=dict)
    deliveries: dict[str, AlertOutcome] = field(default_factory=dict)
    # The newest request for a test message that was answered.
    tested_at: dt.datetime | None = None

    def save(self) -> None:
        """Write the file. If the disk is full the state stays in memory, and the log says so."""
        path = state_path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".new")
            unfinished.write_text(json.dumps(asdict(self), default=_as_text))
            unfinished.replace(path)
        except OSError as error:
            logger.error("the alerts' state cannot be written: %s", error.strerror)


def state_path() -> Path:
    """Return the file that holds the state."""
    return Path(settings.MONITORING_DIR) / "alerts.json"


def load_state() -> AlertState:
    """Read the file; returns an empty state if there is none, or if it cannot be read."""
    try:
        return _from_json(json.loads(state_path().read_text()))
    except FileNotFoundError:
        return AlertState()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.error("the alerts' state cannot be read: %s", type(error).__name__)
        return AlertState()


def _from_json(stored: Mapping[str, Any]) -> AlertState:
    """Return the state stored in the file. Raises KeyError or ValueError if it is malformed."""
    return AlertState(
        ran_at=_moment(stored["ran_at"]),
        bad_runs=dict(stored["bad_runs"]),
        reports={
            channel: {
                key: AlertReport(Level(report["level"]), dt.datetime.fromisoformat(report["at"]))
                for key, report in reports.items()
            }
            for channel, reports in stored["reports"].items()
        },
        deliveries={
            channel: AlertOutcome(dt.datetime.fromisoformat(delivery["at"]), delivery["error"])
            for channel, delivery in stored["deliveries"].items()
        },
        tested_at=_moment(stored["tested_at"]),
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _as_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
