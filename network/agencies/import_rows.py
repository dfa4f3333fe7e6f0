"""An agency as its file states it, and what can be wrong with a line. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from network.agencies.import_cells import Predecessor

_NOTHING: Mapping[str, object] = MappingProxyType({})


def _(text: str) -> str:
    """Mark a text for the catalogue; `import_wording` looks it up where it is shown."""
    return text


class AgencyImportProblem(NamedTuple):
    """What is wrong, and on which line of the file (from 1; 1 also for the file as a whole).

    `text` is English, with places for `values`; a value called "label" is to be translated too.
    """

    line: int
    text: str
    values: Mapping[str, object] = _NOTHING

    @property
    def message(self) -> str:
        """Return the whole sentence in English."""
        return self.text % self.values


class RefusedError(Exception):
    """A line, or the whole file, is not taken."""

    def __init__(self, line: int, text: str, **values: object) -> None:
        super().__init__(text)
        self.problem = AgencyImportProblem(line, text, values)


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency as its file states it: NFC, trimmed, single blanks; "" or None for nothing.

    `parent` is a code. `succession_kind` is one of SUCCESSION_KINDS, "" without predecessors.
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
