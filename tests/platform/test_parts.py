"""A part that dies is started anew, however often, and not faster than its machine bears."""

import itertools
import sys
import time
from pathlib import Path

import pytest

from network import parts
from network.parts import LONGEST_PAUSE, Child, running

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
