"""A part that dies is started anew, however often, and not faster than its machine bears."""

import itertools
import signal
import sys
import time
from pathlib import Path

import pytest

from network import parts
from network.parts import LONGEST_PAUSE, Child, LaunchError, running, step_in_advance

WAITS = [
    sys.executable,
    "-c",
    "from network.parts import wait_until_let_go as wait; print('loaded'); wait(); print('on')",
]
DIES = [sys.executable, "-c", "print('begun'); raise SystemExit(3)"]


def look_until_started_anew(part: Child) -> None:
    """Look as `watch` does, once the part is dead, until another process has taken its place."""
    before = part.process
    before.wait(20)
    while part.process is before:
        part.restart_if_dead()
        time.sleep(0.01)


def test_it_comes_back_and_its_log_is_kept(tmp_path: Path, capsys) -> None:
    with running({"worker": DIES}, tmp_path) as (part,):
        for _ in range(2):
            look_until_started_anew(part)
        part.process.wait(20)
    assert (tmp_path / "worker.log").read_text() == "begun\n" * 3
    said = capsys.readouterr().err.splitlines()
    where = f"see {tmp_path / 'worker.log'}. It is started anew."
    assert said == [f"The worker stopped by itself (exit code 3); {where}"] * 2


def test_what_dies_at_once_waits_longer_each_time_and_what_lived_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr(parts.time, "monotonic", lambda: clock[0])
    starts = []
    with running({"worker": ["true"]}, tmp_path) as (part,):
        for _ in range(6):
            part.process.wait(20)
            before = part.process
            while part.process is before:
                part.restart_if_dead()
                clock[0] += 0.5
            starts.append(part.begun)
        pauses = [later - earlier for earlier, later in itertools.pairwise(starts)]
        assert pauses == [1.0, 3.0, 7.0, LONGEST_PAUSE, LONGEST_PAUSE]
        clock[0] += 3600
        part.process.wait(20)
        part.restart_if_dead()
        assert part.pause == 0


def until_written(log: Path, text: str) -> None:
    while text not in log.read_text():
        time.sleep(0.01)


def test_a_held_part_goes_on_when_it_is_let_go_and_at_once_when_started_anew(
    tmp_path: Path, capsys
) -> None:
    log = tmp_path / "web-server.log"
    with running({"web server": WAITS}, tmp_path, held=True) as (part,):
        until_written(log, "loaded\n")
        assert part.process.poll() is None
        part.let_go()
        look_until_started_anew(part)
        part.process.wait(20)
    assert log.read_text() == "loaded\non\n" * 2
    assert "started anew" in capsys.readouterr().err


def test_a_held_part_ends_with_the_others(tmp_path: Path) -> None:
    with running({"web server": WAITS}, tmp_path, held=True) as (part,):
        until_written(tmp_path / "web-server.log", "loaded\n")
    assert part.process.returncode == -signal.SIGTERM
    assert (tmp_path / "web-server.log").read_text() == "loaded\n"


def test_a_step_begun_in_advance_runs_when_it_is_let_go(tmp_path: Path) -> None:
    done = tmp_path / "done"
    says = f"from network.parts import *; wait_until_let_go(); open('{done}', 'x')"
    with step_in_advance([sys.executable, "-c", says], tmp_path / "fill.log") as finish:
        assert not done.exists()
        finish()
        assert done.exists()


def test_a_step_that_fails_says_why(tmp_path: Path) -> None:
    log = tmp_path / "fill.log"
    fails = [sys.executable, "-c", "raise SystemExit('The disk is full.')"]
    with step_in_advance(fails, log) as finish, pytest.raises(LaunchError) as refused:
        finish()
    assert str(refused.value) == f"The disk is full. (log: {log})"


def test_a_step_that_is_not_let_go_ends_without_running(tmp_path: Path) -> None:
    log = tmp_path / "fill.log"
    with step_in_advance(["sh", "-c", "read line; echo ran >&2"], log):
        pass
    assert log.read_text() == ""
