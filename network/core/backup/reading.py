"""Open a backup for restore or rehearsal. Everything is verified before anything is changed."""

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .contents import TableSums, hash_of
from .errors import BackupError
from .making import CONTENTS, DUMP, FORMAT, MANIFEST
from .objects import BackupFile, Objects
from .vault import Vault, vault_of


@dataclass(frozen=True)
class OpenBackup:
    """A backup with verified metadata, and the key that decrypts it."""

    folder: Path
    vault: Vault
    manifest: dict[str, Any]
    tables: TableSums
    files: dict[str, list[BackupFile]]

    @property
    def made_at(self) -> str:
        """Return the time of the backup as ISO 8601."""
        return str(self.manifest["made_at"])

    @property
    def _objects(self) -> Objects:
        return Objects(self.folder.parent, self.vault)

    def sql(self) -> Iterator[bytes]:
        """Yield the dump as SQL. Raises BackupError at damaged data, before the end is reached."""
        unpacking = zlib.decompressobj(wbits=31)
        for piece in self.vault.decrypt(self.folder / DUMP, label=DUMP):
            yield unpacking.decompress(piece)
        if not unpacking.eof:
            raise BackupError(f"{self.folder / DUMP} is damaged: it has no end.")

    def check_dump(self) -> None:
        """Raise BackupError unless the whole dump can be decrypted and decompressed."""
        for _ in self.sql():
            pass

    def check_file(self, file: BackupFile) -> None:
        """Raise BackupError unless the stored file exists and is unchanged."""
        for _ in self._objects.read(file):
            pass

    def unpack(self, name: str, into: Path, *, advance: Callable[[], None]) -> None:
        """Write the files of one stored folder. Raises BackupError if a file is damaged."""
        for file in self.files[name]:
            target = into / file.path
            if not target.resolve().is_relative_to(into.resolve()):
                raise BackupError(f"{self.folder} names a file outside of its folder.")
            target.parent.mkdir(parents=True, exist_ok=True)
            self.write(file, target)
            advance()

    def write(self, file: BackupFile, target: Path) -> None:
        """Write one file. Raises BackupError if it is damaged."""
        with target.open("wb") as written:
            written.writelines(self._objects.read(file))


def open_backup(folder: Path) -> OpenBackup:
    """Open a backup. Raises BackupError if it is damaged or its key is not available."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest.get("format") != FORMAT:
            raise BackupError(
                f"{folder} was made by another release: restore it with that one, then upgrade."
            )
        hashes = manifest["files"].items()
        damaged = [name for name, digest in hashes if hash_of(folder / name) != digest]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} is no whole backup: {error}") from error
    if damaged:
        raise BackupError(f"{folder} is damaged: {', '.join(damaged)} is not as it was written.")
    vault = vault_of(str(manifest["key"]))
    contents = json.loads(b"".join(vault.decrypt(folder / CONTENTS, label=CONTENTS)))
    files = {
        name: [BackupFile.from_json(row) for row in rows]
        for name, rows in contents["files"].items()
    }
    return OpenBackup(folder, vault, manifest, contents["tables"], files)
