"""Location and reading of the demo data."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
# Code of the overseeing agency.
OVERSEER = "STP-2025"


def read_json(name: str) -> Any:
    """Return the demo data in file `name`."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read_all(pattern: str) -> list[dict[str, Any]]:
    """Return the rows of all files matching the pattern, by file name. Each file has one author."""
    paths = sorted(FOLDER.glob(pattern))
    return [row for path in paths for row in json.loads(path.read_text(encoding="utf-8"))]


def read_parts(pattern: str) -> dict[str, list[dict[str, Any]]]:
    """Return the lists of all files matching the pattern, merged by key."""
    joined: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in sorted(FOLDER.glob(pattern)):
        for key, rows in json.loads(path.read_text(encoding="utf-8")).items():
            joined[key] += rows
    return joined
