"""Sandboxed process that converts one uploaded file: limited, without network, without secrets.

Run as `python -m network.media.viewing.child FILE FOLDER PAGES`; imports no Django. It writes
FOLDER/result.json and the images beside it. PAGES are the pages of a PDF to read; "" means all.
"""

import dataclasses
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from .archives import office_kind
from .confinement import bound, forbid_network
from .results import MOST_PAGES, RESULT, TRACES, FileReading, FileRefused, NoteKind, Refusal

PDF_MAGIC = b"%PDF-"
_PICTURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"RIFF": "webp"}
# Text documents decode each line while they are read.
IN_UNICODE_COPIES = ("xlsx", "pptx")
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main(source: Path, folder: Path, pages: str) -> None:
    """Convert `source` into `folder`. A refusal is written as a result too."""
    _confine()
    try:
        kind = _kind(source)
        convert = _converter(kind, [int(each) for each in pages.split()])
        reading = _read_in_unicode(kind, convert, source, folder)
        if TRACES & dict(reading.notes).keys():
            from .clean_copies import offer_clean_copy

            offer_clean_copy(reading, source, kind, folder)
        if NoteKind.OLD_FONTS in dict(reading.notes):
            reading.print_copy = _print_copy(kind, reading, source, folder)
        if not reading.parts:
            raise FileRefused(Refusal.EMPTY)
        if len(reading.parts) > MOST_PAGES:
            raise FileRefused(Refusal.TOO_MANY_PAGES)
        result: dict[str, Any] = dataclasses.asdict(reading)
    except FileRefused as refused:
        result = {"refusal": refused.refusal}
    except MemoryError:
        result = {"refusal": Refusal.TOO_HEAVY}
    except Exception as error:
        # A decoder may raise any exception on hostile bytes.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        result = {"refusal": Refusal.BROKEN}
    (folder / RESULT).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _kind(source: Path) -> str:
    """Return the file type, judged by content. Raises FileRefused if no converter exists for it."""
    with source.open("rb") as file:
        head = file.read(len(PDF_MAGIC))
        if head == PDF_MAGIC:
            return "pdf"
        picture = next((kind for mark, kind in _PICTURES.items() if head.startswith(mark)), "")
        file.seek(0)
        return picture or office_kind(file)


def _converter(kind: str, pages: list[int]) -> Callable[[Path, Path], FileReading]:
    """Return the converter of a file type. Imports only this one."""
    if kind == "pdf":
        from .pdf import read_pdf

        return partial(read_pdf, only=pages)
    if kind == "docx":
        from .word import read_word

        return read_word
    if kind == "xlsx":
        from .sheets import read_sheets

        return read_sheets
    if kind == "pptx":
        from .slides import read_slides

        return read_slides
    from .images import read_image

    return read_image


def _read_in_unicode(
    kind: str, convert: Callable[[Path, Path], FileReading], source: Path, folder: Path
) -> FileReading:
    """Convert a file. Workbooks and slides in fonts of before Unicode are read in a copy."""
    if kind not in IN_UNICODE_COPIES:
        return convert(source, folder)
    from .unicode_copies import write_unicode_copy

    copy = folder / f"unicode.{kind}"
    if not (words := write_unicode_copy(source, copy)):
        return convert(source, folder)
    reading = convert(copy, folder)
    reading.note(NoteKind.OLD_FONTS, str(words))
    return reading


def _print_copy(kind: str, reading: FileReading, source: Path, folder: Path) -> str:
    """Write a copy in Unicode, without hidden data, for the page images. Returns its name, or ""
    if there is nothing to decode."""
    shown = folder / reading.clean_copy if reading.clean_copy else source
    if kind in IN_UNICODE_COPIES:
        from .unicode_copies import write_unicode_copy

        name = f"ban-in.{kind}"
        return name if write_unicode_copy(shown, folder / name) else ""
    from .print_copies import write_print_copy

    return write_print_copy(shown, folder)


def _confine() -> None:
    """Set resource limits and block the network twice: by seccomp if available, and by an audit
    hook."""
    bound()
    forbid_network()
    # An audit hook cannot be removed again.
    sys.addaudithook(_no_network_no_programs)


def _no_network_no_programs(event: str, arguments: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise FileRefused(Refusal.EXTERNAL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
