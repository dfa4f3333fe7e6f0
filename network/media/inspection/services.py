"""Inspect one file, with three results: refused, rewritten without active parts, or accepted.

Called for every upload (`network.media.models.validate_upload`, `checked_upload`) and for every
stored file (`network.media.inspection.stored`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from ..recordings import KINDS as RECORDINGS
from ..viewing.archives import OPEN_FORMATS
from ..viewing.results import FileRefused, Refusal
from ..viewing.running import ChildDied, Processes
from .child import CLEAN
from .pdf_scan import PdfPart, active_parts
from .programs import require_no_archive, require_single

PICTURES = ("jpg", "jpeg", "png", "gif", "webp")
# Increase it when a rule is added: all stored files are then inspected again.
RULES = 3
SECONDS = 60.0
# Search these patterns once per line. A pattern that may start anywhere and runs to the end of the
# line would take minutes on a line of a few kilobytes.
_FORMULA = re.compile(rb"""(?:^|[,;\t"'])[ \f\v]*[=+\-@]""")
# Spreadsheets read this in a CSV as a call of another program: =cmd|'/c calc'!A1.
_CALLING = re.compile(rb"""\|\s*(?:'(?:[^']|'')*'|[^\s,;'|!]+)\s*!""")
_FETCHING = re.compile(
    rb"""\b(?:WEBSERVICE|IMPORT(?:XML|DATA|FEED|HTML|RANGE))\s*\("""
    rb"""|(?:=\s*(?:RTD|CALL|EXEC|IMAGE)\s*|[+\-@*/&(]\s*(?:RTD|CALL|EXEC|IMAGE))\(""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """Result of inspecting an accepted file.

    `copy` is the content to store instead, or None to keep the file unchanged; `removed` lists the
    active parts that the copy lacks.
    """

    copy: bytes | None = None
    removed: tuple[PdfPart, ...] = ()


def inspect_file(file: IO[bytes], kind: str) -> Inspection:
    """Inspect a file whose content has this type. The position is 0 afterwards.

    Raises FileRefused if the file must not be stored.
    """
    try:
        return _CHECKS.get(kind, _take)(file)
    finally:
        file.seek(0)


def _take(file: IO[bytes]) -> Inspection:
    return Inspection()


def _picture(file: IO[bytes]) -> Inspection:
    require_single(file)
    return Inspection()


def _recording(file: IO[bytes]) -> Inspection:
    require_no_archive(file)
    return Inspection()


def _pdf(file: IO[bytes]) -> Inspection:
    file.seek(0)
    data = file.read()
    found = active_parts(data)
    if not found:
        require_single(file)
        return Inspection()
    copy = _in_a_process(data)
    # The process that made the copy has opened a possibly hostile file, so its output is checked
    # too.
    if copy is None or not copy.startswith(b"%PDF-") or active_parts(copy):
        raise FileRefused(Refusal.PDF_ACTIONS)
    return Inspection(copy, tuple(sorted(found)))


def _office(file: IO[bytes]) -> Inspection:
    file.seek(0)
    _in_a_process(file.read())
    return Inspection()


def _table(file: IO[bytes]) -> Inspection:
    file.seek(0)
    for line in file.read().splitlines():
        formula = _FORMULA.search(line)
        if formula and _CALLING.search(line, formula.end()):
            raise FileRefused(Refusal.DDE)
        if formula and _FETCHING.search(line, formula.end() - 1):
            raise FileRefused(Refusal.EXTERNAL)
    return Inspection()


def _in_a_process(data: bytes) -> bytes | None:
    """Inspect the file in a sandboxed process. Returns the cleaned copy, or None if none was made.
    Raises FileRefused if the file contains anything forbidden, or is too heavy for the process."""
    with TemporaryDirectory(prefix="inspection-") as name:
        source, folder = Path(name) / "file", Path(name) / "made"
        folder.mkdir()
        source.write_bytes(data)
        processes = Processes(folder, lambda: None, SECONDS)
        try:
            processes.inspect(source)
        except ChildDied as error:
            raise FileRefused(Refusal.TOO_HEAVY) from error
        copy = folder / CLEAN
        return copy.read_bytes() if copy.is_file() and not copy.is_symlink() else None


_CHECKS: dict[str, Callable[[IO[bytes]], Inspection]] = {
    **dict.fromkeys(PICTURES, _picture),
    **dict.fromkeys(RECORDINGS, _recording),
    **dict.fromkeys(("docx", "xlsx", "pptx", *OPEN_FORMATS), _office),
    "pdf": _pdf,
    "csv": _table,
}
