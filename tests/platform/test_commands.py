"""The commands of the Makefile that no other test runs, because they take long."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    set(re.findall(r"\$\(PYTHON\) -m (tests\.[a-z_.]+)", (ROOT / "Makefile").read_text()))
)


@pytest.mark.parametrize("module", MODULES)
def test_a_command_of_the_makefile_starts_in_a_process_of_its_own(module):
    """What it imports must not need Django's settings, which the tests have and it has not."""
    is_package = (ROOT / module.replace(".", "/")).is_dir()
    name = f"{module}.__main__" if is_package else module
    bare = {key: each for key, each in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", f"import {name}"]
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
