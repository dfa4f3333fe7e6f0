"""Sandboxed process that inspects one uploaded file: limited, without network, without secrets.

Run as `python -m network.media.inspection.child FILE FOLDER`; imports no Django. It writes
FOLDER/result.json, and FOLDER/clean.pdf if a PDF had to be cleaned.
"""

import json
import sys
from pathlib import Path

from ..viewing.child import PDF_MAGIC
from ..viewing.confinement import bound, forbid_network
from ..viewing.results import RESULT, FileRefused, Refusal

CLEAN = "clean.pdf"


def main(source: Path, folder: Path) -> None:
    """Inspect `source` and write the reason of a refusal, if any, to the result file."""
    bound()
    forbid_network()
    result = {}
    try:
        _inspect(source, folder)
    except FileRefused as refused:
        result = {"refusal": refused.refusal, "found": refused.found}
    except MemoryError:
        result = {"refusal": Refusal.TOO_HEAVY}
    except Exception as error:
        # A decoder may raise any exception on hostile bytes.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        result = {"refusal": Refusal.BROKEN}
    (folder / RESULT).write_text(json.dumps(result, ensure_ascii=True), encoding="utf-8")


def _inspect(source: Path, folder: Path) -> None:
    with source.open("rb") as file:
        if file.read(len(PDF_MAGIC)) == PDF_MAGIC:
            from .pdf_copies import clean_pdf

            (folder / CLEAN).write_bytes(clean_pdf(source.read_bytes()))
        else:
            from .office import require_clean_office

            require_clean_office(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
