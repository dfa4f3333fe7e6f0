"""The worker gives way to visitors, whatever the system weighs: process, session or container."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from network.launch import worker_command
from network.parts import running

SHOW = """
import os, pathlib
group = pathlib.Path("/proc/self/autogroup")
weight = group.read_text() if group.exists() else ""
print(os.sched_getscheduler(0) == os.SCHED_IDLE, os.nice(0), weight.rpartition(" ")[2] or "19")
"""


def said(*, leads: bool) -> list[str]:
    """Return what a program in the background says of its priority.

    Its session may have no weight of its own: the first one of a machine has an empty file.
    """
    command = [sys.executable, "-m", "network.background", sys.executable, "-c", SHOW]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, start_new_session=leads
    )
    return done.stdout.split()


def test_it_runs_when_nobody_else_wants_to() -> None:
    assert said(leads=True) == ["True", "19", "19"]


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="no autogroups here")
def test_it_does_not_lower_the_session_of_others() -> None:
    before = Path("/proc/self/autogroup").read_text()
    assert said(leads=False)[:2] == ["True", "19"]
    assert Path("/proc/self/autogroup").read_text() == before


def test_parts_stay_in_one_session_so_that_it_gives_way_to_the_others(tmp_path: Path) -> None:
    where = "import os; print(os.getsid(0), os.getpgrp() == os.getpid())"
    with running({"web": [sys.executable, "-c", where]}, tmp_path) as (part,):
        part.process.wait()
    assert (tmp_path / "web.log").read_text().split() == [str(os.getsid(0)), "True"]


def test_the_worker_is_run_so() -> None:
    assert worker_command()[1:3] == ["-m", "network.background"]


@pytest.mark.parametrize(
    ("command", "code", "complaint"),
    [([], 2, "usage: "), (["/no/such/program"], 1, "/no/such/program: No such file")],
)
def test_it_says_in_one_line_what_it_cannot_run(
    command: list[str], code: int, complaint: str
) -> None:
    asked = [sys.executable, "-m", "network.background", *command]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, env=os.environ)
    assert (done.returncode, len(done.stderr.splitlines())) == (code, 1)
    assert done.stderr.startswith(complaint)
