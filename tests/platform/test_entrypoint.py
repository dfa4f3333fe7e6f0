"""docker/entrypoint on a machine that is not prepared, around a launcher that only reports."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from network.core.backup.vault import Vault
from network.settings.secrets import require_strong

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


def test_new_env_writes_secrets_for_one_person_and_says_the_next_step(project: Path) -> None:
    done = start(project, "new-env")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Next: fill in SITE_ADDRESS" in done.stdout
    file = project / "docker" / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    assert not (project / ".venv").exists(), "it needs no Python"
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    values = dict(line.split("=", 1) for line in lines if line)
    assert values["SITE_ADDRESS"] == values["MAIL_FROM"] == values["SMTP_HOST"] == ""
    assert require_strong("SECRET_KEY", values["SECRET_KEY"])
    assert len(values["SECRET_KEY"]) == 50
    assert Vault(values["BACKUP_KEY"]).fingerprint
    for who in ("APPLICATION", "POSTGRES"):
        assert re.fullmatch(r"[A-Za-z0-9]{32}", values[f"{who}_PASSWORD"])
    # Whatever compose must be told is there.
    compose = (ROOT / "docker" / "compose.yaml").read_text()
    assert set(re.findall(r"\$\{(\w+):\?", compose)) == set(values)


def test_new_env_never_takes_the_place_of_keys_in_use(project: Path) -> None:
    file = project / "docker" / ".env"
    file.write_text("SECRET_KEY=in-use\n")
    done = start(project, "new-env")
    assert done.returncode == 1
    assert "stays as it is" in done.stderr
    assert file.read_text() == "SECRET_KEY=in-use\n"
    assert [path.name for path in file.parent.iterdir() if "env" in path.name] == [".env"]


def test_two_installations_share_no_secret(project: Path) -> None:
    file = project / "docker" / ".env"
    start(project, "new-env")
    first = set(re.findall(r"^\w+=(.+)$", file.read_text(), re.MULTILINE))
    file.unlink()
    start(project, "new-env")
    assert len(first) == 4
    assert not first & set(re.findall(r"^\w+=(.+)$", file.read_text(), re.MULTILINE))
