"""Encrypted stored files of all backups of a folder, each content only once.

Media files hardly ever change. A daily backup adds new files and refers to existing objects.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

from ..stored_files import MediaStorage
from .contents import files_below
from .errors import BackupError
from .vault import Vault

FOLDER = "objects"
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A file in a backup: its path, the hash of its content, and the name of its object."""

    path: str
    sha256: str
    name: str

    @classmethod
    def from_json(cls, row: Any) -> "BackupFile":
        return cls(*map(str, row))


class Objects:
    """The encrypted objects beside the backups of one folder."""

    def __init__(self, backups: Path, vault: Vault) -> None:
        self._root = backups / FOLDER
        self._vault = vault

    def store_files(self, place: MediaStorage, *, advance: Callable[[], None]) -> list[BackupFile]:
        """Store the new files of a storage, and return the entries of all its files.

        A file deleted meanwhile is left out, since no row refers to it any more.
        """
        stored = []
        for name in place.names():
            try:
                content = place.open(name)
            except FileNotFoundError:
                continue
            with content:
                stored.append(self._store(cast(BufferedReader, content.file), name))
            advance()
        return stored

    def read(self, file: BackupFile) -> Iterator[bytes]:
        """Yield the content of a stored file. Raises BackupError if it is missing or damaged."""
        digest = hashlib.sha256()
        try:
            for piece in self._vault.decrypt(self._path(file.name), label=file.name):
                digest.update(piece)
                yield piece
        except FileNotFoundError as error:
            raise BackupError(f"{error.filename} is missing.") from error
        if digest.hexdigest() != file.sha256:
            raise BackupError(f"{self._path(file.name)} is damaged: another content.")

    def _store(self, content: BufferedReader, name: str) -> BackupFile:
        digest = hashlib.file_digest(content, "sha256")
        stored = BackupFile(name, digest.hexdigest(), self._vault.name_of(digest.digest()))
        target = self._path(stored.name)
        if not target.exists():
            content.seek(0)
            self._write(iter(lambda: content.read(PIECE), b""), target)
        return stored

    def _write(self, pieces: Iterable[bytes], target: Path) -> None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        try:
            self._vault.encrypt(pieces, partial, label=target.name)
            partial.rename(target)
        finally:
            partial.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._root / name[:2] / name


def remove_unused(backups: Path, used: set[str], *, beat: Callable[[str], None]) -> int:
    """Delete the objects that no remaining backup refers to. Returns how many."""
    removed = 0
    for path in files_below(backups / FOLDER):
        beat("deleting what no backup needs")
        if path.name not in used:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def remove_folder(folder: Path) -> None:
    """Delete a backup. It is renamed first, so that a partly deleted backup never looks
    complete."""
    leaving = folder.with_name(f".{folder.name}.leaving")
    folder.rename(leaving)
    shutil.rmtree(leaving)
