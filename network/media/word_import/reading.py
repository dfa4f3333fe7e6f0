"""Read a file by its kind as a manuscript. Pure; called in the sandboxed process and by tests."""

from pathlib import Path

from .docx_reader import read_docx
from .html_reader import read_html
from .manuscript import Manuscript
from .pictures import ManuscriptPictures
from .shaping import shaped


def read(source: Path, folder: Path, kind: str) -> Manuscript:
    """Return the manuscript of a DOCX file ("docx") or a paste ("html"); pictures go into
    `folder`."""
    reader = read_docx if kind == "docx" else read_html
    return shaped(*reader(source, ManuscriptPictures(folder)))
