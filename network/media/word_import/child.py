"""Sandboxed process that reads a DOCX file or a paste: limited, without network, without secrets.

Run as `python -m network.media.word_import.child FILE FOLDER KIND`; imports no Django. It writes
FOLDER/result.json with the manuscript or the reason of a refusal, and the pictures beside it.
"""

import json
import sys
from pathlib import Path
from typing import Any

from ..viewing.archives import require_harmless
from ..viewing.confinement import bound, forbid_network
from ..viewing.results import MOST_LETTERS, RESULT, FileRefused, Refusal
from .manuscript import Manuscript
from .reading import read


def main(source: Path, folder: Path, kind: str) -> None:
    """Read `source` and write its manuscript, or why it is refused."""
    bound()
    forbid_network()
    result: dict[str, Any]
    try:
        if kind == "docx":
            with source.open("rb") as file:
                require_harmless(file)
        manuscript = read(source, folder, kind)
        _require_moderate(manuscript)
        result = manuscript.as_json()
    except FileRefused as refused:
        result = {"refusal": refused.refusal, "found": refused.found}
    except (MemoryError, RecursionError):
        result = {"refusal": Refusal.TOO_HEAVY}
    except Exception as error:
        # A parser may raise any exception on hostile bytes.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        result = {"refusal": Refusal.BROKEN}
    (folder / RESULT).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _require_moderate(manuscript: Manuscript) -> None:
    """Raise FileRefused if there is nothing to read, or more than one article can hold."""
    letters = sum(
        len(block.html) + len(block.text) + sum(len(cell) for row in block.rows for cell in row)
        for block in manuscript.blocks
    )
    if letters > MOST_LETTERS:
        raise FileRefused(Refusal.TOO_LONG)
    if not (manuscript.blocks or manuscript.title or manuscript.remarks):
        raise FileRefused(Refusal.EMPTY)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
