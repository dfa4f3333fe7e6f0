"""The watcher as a process of its own: no database is there, and somebody is told."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.monitoring.watching import command

PATIENCE = 200


@pytest.mark.drill
def test_a_database_that_is_away_is_reported_by_a_process_that_never_saw_one(tmp_path: Path):
    hook_file, begun = tmp_path / "hook.txt", time.monotonic()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "network.settings.dev",
        "DATABASE_URL": "postgresql:///nowhere?host=/nowhere",
        "PBGDPL_STATE_DIR": str(tmp_path),
        "ALERT_COMMAND": command(hook_file),
    }
    process = subprocess.Popen([sys.executable, "-m", "network.watching"], env=environment)
    try:
        while not hook_file.exists() or not hook_file.read_text().endswith("\n"):
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.5)
    finally:
        process.terminate()
        process.wait(10)
    print(f"alert after {time.monotonic() - begun:.0f} s")  # noqa: T201
    (call,) = map(json.loads, hook_file.read_text().splitlines())
    assert call["changes"] == [{"check": "database", "level": "failing", "previous": "good"}]
    assert json.loads((tmp_path / "monitoring" / "alerts.json").read_text())["bad_runs"]
