"""An agency as stated in a file, and the problems of a line. Pure, without Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from network.agencies.import_cells import Predecessor

_NOTHING: Mapping[str, object] = MappingProxyType({})


def _(text: str) -> str:
    """Mark a text for translation. `import_wording` translates it for display."""
    return text


class AgencyImportProblem(NamedTuple):
    """A problem and its line in the file (from 1; 1 also for the whole file).

    `text` is English, with placeholders for `values`; a value named "label" must be translated too.
    """

    line: int
    text: str
    values: Mapping[str, object] = _NOTHING

    @property
    def message(self) -> str:
        """Return the complete English sentence."""
        return self.text % self.values


class RefusedError(Exception):
    """Raised for a line, or a whole file, that cannot be accepted."""

    def __init__(self, line: int, text: str, **values: object) -> None:
        super().__init__(text)
        self.problem = AgencyImportProblem(line, text, values)


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency as stated in its file.

    Texts are NFC, trimmed, with single blanks; empty ones are "" or None. `parent` is a code.
    `succession_kind` is one of SUCCESSION_KINDS, or "" without predecessors.
    """

    line: int
    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    slug: str
    host_label: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    predecessors: tuple[Predecessor, ...] = ()
    succession_kind: str = ""
    legal_basis: str = ""
    note: str = ""
