"""The mutants in the TOML files of this folder: a small fault each, and the tests that find it.

Read by the runner (`python -m tests.drill.mutants`) and by `tests/platform/test_mutants.py`, which
makes sure that the data still fits the code.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault in one file: `old`, which occurs there once, replaced by `new`."""

    name: str
    file: str
    old: str
    new: str
    # Test files or functions, as pytest takes them; one of them must fail.
    tests: tuple[str, ...]
    # What a user of the network would notice.
    notice: str

    def applied_to(self, text: str) -> str:
        """Return the text of the file with the fault in it.

        Raises ValueError unless `old` occurs once.
        """
        if text.count(self.old) != 1:
            raise ValueError(f"{self.name}: the old text occurs {text.count(self.old)} times")
        return text.replace(self.old, self.new)


def load_mutants() -> list[Mutant]:
    """Return all mutants by room and in the order of their files, each named "room.key"."""
    return [
        Mutant(f"{path.stem}.{key}", tests=tuple(row.pop("tests")), **row)
        for path in sorted(Path(__file__).parent.glob("*.toml"))
        for key, row in tomllib.loads(path.read_text()).items()
    ]
