"""Copy the backup folder to another machine with the configured program."""

import contextlib
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from .errors import BackupError

# Interval for checking whether the program has ended.
_LOOK_SECONDS = 5.0
# User name and password in a URL that the program prints; alerts and the admin show its output.
_LOGIN = re.compile(r"(?<=//)[^\s/]*@")


def copy_away(folder: Path, *, beat: Callable[[str], None]) -> str:
    """Run BACKUP_COPY_COMMAND with {folder} replaced. Returns the program's name.

    The command is not run by a shell. Raises BackupError if the program is missing or fails.
    """
    words = shlex.split(settings.BACKUP_COPY_COMMAND)
    program = words[0]
    if shutil.which(program) is None:
        raise BackupError(
            f"BACKUP_COPY_COMMAND: the program {program} is not installed: apt-get install"
            f" {Path(program).name}"
        )
    if not any("{folder}" in word for word in words):
        raise BackupError("BACKUP_COPY_COMMAND does not say {folder}, where the backups are.")
    command = [word.replace("{folder}", str(folder)) for word in words]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            _wait(process, program, beat)
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").split("\n")
            reason = next((line.strip() for line in reversed(lines) if line.strip()), "no reason")
            reason = _LOGIN.sub("***@", reason)
            raise BackupError(f"{program} failed (exit code {process.returncode}): {reason}")
    return Path(program).name


def _wait(process: subprocess.Popen[bytes], program: str, beat: Callable[[str], None]) -> None:
    while process.poll() is None:
        beat(program)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_SECONDS)
