"""manage.py beside the project's own PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

from network.core.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]


def manage(state: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        check=False,
        cwd=ROOT,
        env=kept | {"PBGDPL_STATE_DIR": str(state)} | more,
        capture_output=True,
        text=True,
    )


def test_a_command_finds_a_database_and_leaves_none_running(roomy_folder: Path) -> None:
    query = "from django.db import connection as c; c.ensure_connection(); print(c.vendor)"
    done = manage(roomy_folder, "shell", "--no-imports", "-c", query)
    assert done.stdout == "postgresql\n", done.stderr
    assert not Cluster(roomy_folder / "postgres", durable=True).running()


def test_help_needs_no_database(roomy_folder: Path) -> None:
    assert manage(roomy_folder, "help").returncode == 0
    assert not (roomy_folder / "postgres").exists()


def test_a_dead_database_ends_in_one_line(roomy_folder: Path) -> None:
    nowhere = "postgresql://someone:secret@127.0.0.1:1/nothing"
    failed = manage(roomy_folder, "migrate", DATABASE_URL=nowhere)
    assert failed.returncode == 1
    assert failed.stderr.startswith("manage.py: ")
    assert failed.stderr.count("\n") == 1
    assert "secret" not in failed.stderr
