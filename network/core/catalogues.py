"""Compile the translation catalogues. Compiled files are never committed."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


class CatalogueError(Exception):
    """A translation file cannot be read; the message is one line with file and line number."""


def compile_catalogues(root: Path) -> None:
    """Compile each translation below the project's `root` that is newer than its compiled form.

    Raises CatalogueError if a file is no valid catalogue.
    """
    for source in (root / "network").glob("locale*/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            with source.open("rb") as text:
                catalogue = read_po(text, abort_invalid=True)
        except PoFileError as error:
            raise CatalogueError(f"{source}: {error}") from error
        # Write to a temporary file and rename it, so that a process that starts meanwhile never
        # reads half a catalogue.
        aside = compiled.with_suffix(f".{os.getpid()}.tmp")
        with aside.open("wb") as binary:
            write_mo(binary, catalogue, use_fuzzy=True)
        aside.replace(compiled)
