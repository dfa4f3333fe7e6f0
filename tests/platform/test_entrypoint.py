"""docker/entrypoint on a machine that is not prepared, around a launcher that only reports."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REPORTER = "import sys; print('launched with', *sys.argv[1:], sys.version_info >= (3, 12))\n"
BROKEN_SHIM = '#!/bin/sh\necho "pyenv: python3.13: command not found" >&2\nexit 127\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docker").mkdir()
    (tmp_path / "network").mkdir()
    shutil.copy(ROOT / "docker" / "entrypoint", tmp_path / "docker")
    (tmp_path / "network" / "launch.py").write_text(REPORTER)
    (tmp_path / "requirements.lock").write_text("")
    return tmp_path


def start(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The shims come first on the PATH, as they do on a machine with pyenv.
    shims = project / "shims"
    shims.mkdir(exist_ok=True)
    for name in ("python3.13", "python3.12"):
        (shims / name).write_text(BROKEN_SHIM)
        (shims / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{shims}:{os.environ['PATH']}", "PIP_NO_INDEX": "1"}
    return subprocess.run(
        [str(project / "docker" / "entrypoint"), *arguments],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )


def test_a_python_that_does_not_run_is_passed_over(project: Path) -> None:
    first = start(project, "web")
    assert "Making .venv" in first.stdout
    assert first.stdout.endswith("launched with web True\n"), first.stderr
    # Nothing is made or installed again while the lock stays the same.
    assert start(project, "web").stdout == "launched with web True\n"


def test_packages_that_cannot_be_had_end_in_one_line(project: Path) -> None:
    (project / "requirements.lock").write_text(f"nh3==0.3.0 --hash=sha256:{'0' * 64}\n")
    failed = start(project, "web")
    assert failed.returncode == 1
    assert "launched" not in failed.stdout
    assert failed.stderr.startswith("The packages could not be installed: ERROR: ")
    assert failed.stderr.count("\n") == 1
