"""Names of stored files: a readable start and a random part that nobody can guess."""

import re
import secrets
from pathlib import PurePosixPath

from network.core.text import slugify_vi

READABLE = 40
_TAIL = re.compile(r"-[0-9a-f]{20}(?=\.|$)")
_EXTENSION = re.compile(r"\.[a-z0-9]{1,5}")


def stored_name(folder: str, file_name: str) -> str:
    """Return `folder/readable-start-<20 random hex digits>.ext`, all ASCII, at most 90 characters.

    `file_name` is the untrusted name of the upload, in composed or decomposed Unicode. An invalid
    extension is dropped.
    """
    path = PurePosixPath(file_name)
    extension = path.suffix.lower() if _EXTENSION.fullmatch(path.suffix.lower()) else ""
    start = slugify_vi(path.stem)[:READABLE].strip("-") or "tep"
    return f"{folder}/{start}-{secrets.token_hex(10)}{extension}"


def readable_name(stored: str) -> str:
    """Return the name for saving a stored file: without folder and random part."""
    return _TAIL.sub("", PurePosixPath(stored).name)
