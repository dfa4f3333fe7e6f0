"""Read an uploaded DOCX file or a paste as a manuscript with its pictures.

Used by `sites.word_import`. Nothing is stored: the result is in memory only.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ..viewing.results import FileRefused, Refusal
from ..viewing.running import ChildDied, Processes
from .manuscript import BlockKind, Manuscript

SECONDS = 60.0
_NAME = re.compile(r"anh-\d{1,3}\.(?:png|jpg)")
_MOST_PICTURE_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadManuscript:
    """A manuscript with the bytes of its pictures and their thumbnails, by picture name."""

    manuscript: Manuscript
    pictures: dict[str, bytes] = field(default_factory=dict)
    thumbs: dict[str, bytes] = field(default_factory=dict)


def read_manuscript(content: bytes, kind: str) -> ReadManuscript:
    """Return the manuscript of a DOCX file ("docx") or a paste ("html").

    It is read in a sandboxed process, whose result is checked. Raises FileRefused.
    """
    with TemporaryDirectory(prefix="word-import-") as name:
        source, folder = Path(name) / "file", Path(name) / "made"
        folder.mkdir()
        source.write_bytes(content)
        processes = Processes(folder, lambda: None, SECONDS)
        try:
            manuscript = Manuscript.from_json(processes.read_manuscript(source, kind))
        except (ChildDied, ValueError, KeyError, TypeError) as error:
            raise FileRefused(Refusal.TOO_HEAVY) from error
        names = {b.picture for b in manuscript.blocks if b.kind == BlockKind.PICTURE}
        pictures = {each: _made(folder / each) for each in names if _NAME.fullmatch(each)}
        thumbs = {each: _made((folder / each).with_suffix(".webp")) for each in pictures}
    return ReadManuscript(manuscript, pictures, thumbs)


def _made(path: Path) -> bytes:
    """Return the bytes of a file made by the process. Raises FileRefused for anything else."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_PICTURE_BYTES:
        raise FileRefused(Refusal.TOO_HEAVY)
    return path.read_bytes()
