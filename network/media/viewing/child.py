"""The process that opens one file of a stranger: bounded, without network, told nothing.

Run as `python -m network.media.viewing.child FILE FOLDER PAGES`; imports no Django. It writes
FOLDER/result.json, and the pictures beside it. PAGES are those of a PDF to read; "" for all.
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
from .results import RESULT, FileRefused, Reading, Refusal

_PDF = b"%PDF-"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main(source: Path, folder: Path, pages: str) -> None:
    """Convert `source` into `folder`; a refusal is a result as well."""
    _confine()
    try:
        reading = _converter(source, [int(each) for each in pages.split()])(source, folder)
        result: dict[str, Any] = dataclasses.asdict(reading)
    except FileRefused as refused:
        result = {"refusal": refused.refusal}
    except MemoryError:
        result = {"refusal": Refusal.TOO_HEAVY}
    except Exception as error:
        # A decoder that is fed hostile bytes raises anything.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        result = {"refusal": Refusal.BROKEN}
    (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")


def _converter(source: Path, pages: list[int]) -> Callable[[Path, Path], Reading]:
    """Return what opens the file; the bytes say which, and no other is imported."""
    with source.open("rb") as file:
        if file.read(len(_PDF)) == _PDF:
            from .pdf import read_pdf

            return partial(read_pdf, only=pages)
        file.seek(0)
        if file.read(4).startswith(_PICTURES):
            from .images import read_image

            return read_image
        file.seek(0)
        kind = office_kind(file)
    if kind == "docx":
        from .word import read_word

        return read_word
    if kind == "xlsx":
        from .sheets import read_sheets

        return read_sheets
    from .slides import read_slides

    return read_slides


def _confine() -> None:
    """Bound it; cut the network off twice, by the kernel where it knows how."""
    bound()
    forbid_network()
    # A hook cannot be taken away again.
    sys.addaudithook(_no_network_no_programs)


def _no_network_no_programs(event: str, arguments: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise FileRefused(Refusal.EXTERNAL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
