"""The packages of a lock file, and which of them asks for which."""

import re
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
_PACKAGE = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)")
_VIA = re.compile(r"^    #(?: via)? +([a-z0-9._-]+)(?: \(.*\))?$")


@dataclass
class Locked:
    """A package of the lock: its version, and the packages that ask for it."""

    name: str
    version: str
    wanted_by: list[str] = field(default_factory=list)


def locked_packages(path: Path = LOCK) -> dict[str, Locked]:
    """Return the packages of a lock file by name."""
    packages: dict[str, Locked] = {}
    current: Locked | None = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := _PACKAGE.match(line):
            current = packages.setdefault(found[1], Locked(found[1], found[2]))
        elif current and (found := _VIA.match(line)):
            current.wanted_by.append(found[1])
    return packages
