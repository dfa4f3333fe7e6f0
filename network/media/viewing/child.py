"""The process that opens one file of a stranger: bounded, without network, told nothing.

Run as `python -m network.media.viewing.child FILE FOLDER`; imports no Django. It writes
FOLDER/result.json, and the pictures beside it.
"""

import dataclasses
import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .archives import office_kind
from .results import FileRefused, Reading, Refusal

RESULT, _PDF = "result.json", b"%PDF-"
_GIB = 1024**3
LIMITS = {
    resource.RLIMIT_AS: _GIB,
    resource.RLIMIT_CPU: 240,
    resource.RLIMIT_FSIZE: 64 * 1024 * 1024,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_CORE: 0,
}

_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main(source: Path, folder: Path) -> None:
    """Convert `source` into `folder`; a refusal is a result as well."""
    _confine()
    try:
        reading = _converter(source)(source, folder)
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


def _converter(source: Path) -> Callable[[Path, Path], Reading]:
    """Return what opens the file; the bytes say which, and no other is imported."""
    with source.open("rb") as file:
        if file.read(len(_PDF)) == _PDF:
            from .pdf import read_pdf

            return read_pdf
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
    """Bound memory, time and what is written; cut the network off, twice where the kernel lets."""
    with suppress(OSError):
        # A network of its own, in which there is nothing.
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
    for what, most in LIMITS.items():
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))
    # A hook cannot be taken away again.
    sys.addaudithook(_no_network_no_programs)


def _no_network_no_programs(event: str, arguments: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise FileRefused(Refusal.EXTERNAL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
