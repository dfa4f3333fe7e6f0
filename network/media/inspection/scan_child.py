"""Sandboxed process that looks whether a PDF shows anything: limited, without network and secrets.

Run as `python -m network.media.inspection.scan_child FILE FOLDER`; imports no Django. It writes
FOLDER/result.json with the reason of a refusal: BROKEN if the file does not open, EMPTY if its
first pages are blank or show no more than text without words.
"""

import json
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw

from network.core.plausible import TextReading, read_text

from ..contents import is_one_colour
from ..viewing.confinement import bound, forbid_network
from ..viewing.results import RESULT, FileRefused, Refusal

# A signed paper has its words on one of these pages; more would only cost time.
_PAGES, _WIDTH = 5, 200


def main(source: Path, folder: Path) -> None:
    """Render the first pages of `source` and write why they cannot be read, if so."""
    bound()
    forbid_network()
    result = {}
    try:
        _require_legible(source)
    except FileRefused as refused:
        result = {"refusal": refused.refusal}
    except MemoryError:
        result = {"refusal": Refusal.TOO_HEAVY}
    except Exception as error:
        # A decoder may raise any exception on hostile bytes.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        result = {"refusal": Refusal.BROKEN}
    (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")


def _require_legible(source: Path) -> None:
    """Raise FileRefused if the first pages are blank, or consist of text without words.

    A picture may show everything, and letters may be drawn: only typed text can be read here.
    """
    document = pdfium.PdfDocument(source)
    pages = [document[number] for number in range(min(_PAGES, len(document)))]
    if all(map(_is_blank, pages)):
        raise FileRefused(Refusal.EMPTY)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    is_wordless = text.strip() and read_text(text) is TextReading.WORDLESS
    if is_wordless and not any(map(_has_picture, pages)):
        raise FileRefused(Refusal.EMPTY)


def _is_blank(page: pdfium.PdfPage) -> bool:
    """Return whether a page shows one colour."""
    width, height = page.get_size()
    scale = min(_WIDTH / max(width, 1), 2 * _WIDTH / max(height, 1))
    return is_one_colour(page.render(scale=scale).to_pil())


def _has_picture(page: pdfium.PdfPage) -> bool:
    """Return whether a page contains a picture, also inside a form."""
    kinds = [pdfium_raw.FPDF_PAGEOBJ_IMAGE]
    return any(True for _picture in page.get_objects(filter=kinds, max_depth=5))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
