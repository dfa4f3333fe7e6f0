"""Where uploaded and derived files are stored, as Django's default storage (docs/adr/0098).

Besides Django's API, every storage here moves, replaces and lists files, and names a file for the
proxy. Names are unique for ever (`network.media.file_names`), so no two uploads share one.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

# Folder of files that were withdrawn; no URL serves it.
QUARANTINE = "quarantine"


class StoreAway(Exception):
    """The object store does not answer, or refuses the keys of this installation.

    No OSError: Wagtail and Pillow take that for a missing or broken file, and would show the page
    without its picture.
    """


@runtime_checkable
class MediaStorage(Protocol):
    """What this project needs of a storage besides Django's API."""

    def open(self, name: str, mode: str = "rb") -> "File[bytes]": ...

    def save(self, name: str, content: "File[bytes]") -> str: ...

    def exists(self, name: str) -> bool: ...

    def delete(self, name: str) -> None: ...

    def size(self, name: str) -> int: ...

    def move(self, name: str, to: str) -> None:
        """Rename a file. Raises FileNotFoundError if it is missing."""

    def copy(self, name: str, to: str) -> None:
        """Store a second copy of a file."""

    def overwrite(self, name: str, content: Path) -> None:
        """Store the content of a local file under `name`, atomically, whatever was there."""

    def names(self) -> Iterator[str]:
        """Yield the names of all stored files in alphabetical order of their paths."""

    def proxy_address(self, name: str) -> str:
        """Return the internal address at which the proxy finds the file.

        Raises FileNotFoundError for a file known to be missing; the proxy answers 404 for others.
        """


def media_storage() -> MediaStorage:
    """Return the storage of this installation."""
    return cast(MediaStorage, default_storage)


class NamedByPurpose:
    """A storage that jobs know as the media of this installation, whatever its settings are then.

    Wagtail deletes files by a job that has the storage's parts as arguments: with its options the
    keys of the store would be in the database, and after a move the job would look in one place.
    """

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, str]]:
        """Return the path of the function that returns the storage, without arguments."""
        return f"{__name__}.{media_storage.__name__}", (), {}


def hash_in(place: MediaStorage, name: str) -> str:
    """Return the SHA-256 of a stored file. Raises FileNotFoundError."""
    digest = hashlib.sha256()
    with place.open(name) as content:
        for piece in content.chunks():
            digest.update(piece)
    return digest.hexdigest()


class FolderStorage(NamedByPurpose, FileSystemStorage):
    """Files in the folder MEDIA_ROOT, the default."""

    def move(self, name: str, to: str) -> None:
        """Rename a file atomically."""
        self._make_folder(to)
        Path(self.path(name)).replace(self.path(to))

    def copy(self, name: str, to: str) -> None:
        """Copy a file with its permissions."""
        self._make_folder(to)
        shutil.copy(self.path(name), self.path(to))

    def overwrite(self, name: str, content: Path) -> None:
        """Store the content of a local file, atomically; an existing file keeps its permissions."""
        self._make_folder(name)
        target = Path(self.path(name))
        written = target.with_name(f".{target.name}.written")
        shutil.copyfile(content, written)
        if target.exists():
            shutil.copymode(target, written)
        written.replace(target)

    def names(self) -> Iterator[str]:
        """Yield the names of all files, without symbolic links and half-written files."""
        root = Path(self.location)
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(root).as_posix()

    def proxy_address(self, name: str) -> str:
        """Return the address of a file for X-Accel-Redirect. Raises FileNotFoundError."""
        if not self.exists(name):
            raise FileNotFoundError(name)
        return f"{settings.ACCEL_REDIRECT_PREFIX}{name}"

    def _make_folder(self, name: str) -> None:
        mode = 0o700 if name.startswith(f"{QUARANTINE}/") else 0o777
        Path(self.path(name)).parent.mkdir(mode=mode, parents=True, exist_ok=True)
