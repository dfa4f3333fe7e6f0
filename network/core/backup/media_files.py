"""Put the media of a backup into the storage of this installation; used by `restore_backup`.

A folder is exchanged as a whole. An object store knows no such exchange: what is missing is stored
before the database is restored, and what differs or is left over is changed after it.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings

from ..stored_files import FolderStorage, MediaStorage, hash_in, media_storage
from .errors import BackupError
from .objects import BackupFile
from .reading import OpenBackup

ARRIVING = ".restoring"


@contextlib.contextmanager
def arriving_media(backup: OpenBackup) -> Iterator[Callable[[], None]]:
    """Bring the files as near as possible without a loss; yields what puts them in their place.

    Raises BackupError if a file of the backup is damaged.
    """
    storage = media_storage()
    if isinstance(storage, FolderStorage):
        with _arriving(Path(settings.MEDIA_ROOT)) as arriving:
            backup.unpack("media", arriving, advance=lambda: None)
            yield lambda: _move_in(arriving, Path(settings.MEDIA_ROOT))
    else:
        files = {file.path: file for file in backup.files["media"]}
        stored = set(storage.names())
        _store(backup, storage, [file for name, file in files.items() if name not in stored])
        yield lambda: _exchange(backup, storage, files)


def prove_media(backup: OpenBackup) -> None:
    """Raise BackupError if the stored files are not those of the backup, each with its hash."""
    storage = media_storage()
    found = {name: hash_in(storage, name) for name in storage.names()}
    if found != {file.path: file.sha256 for file in backup.files["media"]}:
        raise BackupError("Restored, but the media differ from those that were backed up.")


def _exchange(backup: OpenBackup, storage: MediaStorage, files: dict[str, BackupFile]) -> None:
    """Replace the files whose content differs, and delete those that the backup does not have."""
    for name in list(storage.names()):
        if name not in files:
            storage.delete(name)
        elif hash_in(storage, name) != files[name].sha256:
            _store(backup, storage, [files[name]])


def _store(backup: OpenBackup, storage: MediaStorage, files: Iterable[BackupFile]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "file"
        for file in files:
            backup.write(file, target)
            storage.overwrite(file.path, target)


@contextlib.contextmanager
def _arriving(media: Path) -> Iterator[Path]:
    """Yield a temporary folder on the disk of the media files."""
    media.mkdir(parents=True, exist_ok=True)
    folder = media / ARRIVING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move_in(arriving: Path, media: Path) -> None:
    for old in media.iterdir():
        if old != arriving:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for new in arriving.iterdir():
        new.rename(media / new.name)
