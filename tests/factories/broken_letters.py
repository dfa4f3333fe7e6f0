"""PDFs whose text layer names other letters than the page shows, made from sound ones."""

import random
import re

from pypdf import PdfReader, PdfWriter

from network.core.text import strip_marks
from tests.factories.files import LEAFLETS, written

_CODES = re.compile(rb"(<[0-9A-Fa-f]{2,4}>\s*)<([0-9A-Fa-f]{4})>")


def without_table(name: str) -> bytes:
    """Return a PDF of which no font says what its glyphs mean (no ToUnicode)."""
    writer = _opened(name)
    for font in _fonts(writer):
        font.pop("/ToUnicode", None)
    return written(writer)


def with_scrambled_table(name: str) -> bytes:
    """Return a PDF whose fonts give each letter the code of another one."""
    letters = list("abcdeghiklmnopqrstuvxyàáảãạăâđêôơưếệộợửữ")
    others = letters[:]
    random.Random(5).shuffle(others)  # noqa: S311
    return _with_table(name, dict(zip(letters, others, strict=True)))


def with_lost_marks(name: str) -> bytes:
    """Return a PDF whose fonts give letters with marks the codes of plain ones."""
    marked = [chr(code) for code in range(0xC0, 0x1EFA) if strip_marks(chr(code)) != chr(code)]
    return _with_table(name, {letter: strip_marks(letter)[:1] for letter in marked})


def _with_table(name: str, table: dict[str, str]) -> bytes:
    writer = _opened(name)
    for font in _fonts(writer):
        stream = font["/ToUnicode"].get_object()

        def replaced(found: re.Match[bytes]) -> bytes:
            letter = chr(int(found[2], 16))
            return found[1] + f"<{ord(table.get(letter, letter)):04X}>".encode()

        stream.set_data(_CODES.sub(replaced, stream.get_data()))
    return written(writer)


def _opened(name: str) -> PdfWriter:
    writer = PdfWriter()
    writer.append(PdfReader(LEAFLETS / f"{name}.pdf"))
    return writer


def _fonts(writer: PdfWriter) -> list[dict[str, object]]:
    fonts = {}
    for page in writer.pages:
        for font in page["/Resources"]["/Font"].values():
            fonts[id(font.get_object())] = font.get_object()
    return list(fonts.values())
