"""tests/processes.py: a test that ends its process fails once, and all others are run."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CRASHES = """
import os
def test_first(): pass
def test_that_ends_its_process():
    with open("ended", "a") as kept:
        kept.write("x")
    os._exit(1)
def test_last(): pass
"""
PASSES = "def test_one(): pass\ndef test_two(): pass\n"


def run(folder: Path, *arguments: str) -> str:
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_a.py").write_text(PASSES)
    (folder / "test_b.py").write_text(CRASHES)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile"]
    own = ["--no-loadscope-reorder", "-p", "no:django", "-p", "no:cacheprovider", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_ADDOPTS"):
        environment.pop(name, None)
    done = subprocess.run(
        [*command, *own], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout.splitlines()[-1]


def test_a_test_that_ends_its_process_fails_once_and_the_others_are_run(tmp_path: Path) -> None:
    summary = run(tmp_path, "-p", "tests.processes")
    assert summary.startswith("1 failed, 4 passed")
    assert (tmp_path / "ended").read_text() == "x"


def test_without_it_the_test_ends_the_next_processes_too(tmp_path: Path) -> None:
    run(tmp_path, "--max-worker-restart=1")
    assert (tmp_path / "ended").read_text() == "xx"
