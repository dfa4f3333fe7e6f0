"""The storage while files are moved between the folder and the object store (MEDIA_ALSO_IN).

New files go to one place; files that are not there yet are read from the former one. The command
`move_media` moves them meanwhile. Changes of one file wait for each other by an advisory lock, so
that a file which is deleted or cleaned while it is copied does not come back.
"""

import contextlib
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import connection, transaction
from django.utils.functional import cached_property

from .stored_files import NamedByPurpose, hash_in


class DifferentCopy(Exception):
    """Both places have a file of this name, with different content."""


class MovingStorage(NamedByPurpose, Storage):
    """Reads from two places, writes to the one named by `to`."""

    def __init__(self, *, to: str, former: str) -> None:
        self._to, self._former = to, former

    @cached_property
    def to(self) -> Any:
        """Return the storage that new files go to."""
        return storages.create_storage(settings.MEDIA_BACKENDS[self._to])

    @cached_property
    def former(self) -> Any:
        """Return the storage that files are moved away from."""
        return storages.create_storage(settings.MEDIA_BACKENDS[self._former])

    def exists(self, name: str) -> bool:
        """Return whether one of the places has the file."""
        return any(place.exists(name) for place in (self.to, self.former, self.to))

    def size(self, name: str) -> int:
        """Return the size in bytes. Raises FileNotFoundError."""
        return self._first_of(lambda place: place.size(name))

    def get_modified_time(self, name: str) -> dt.datetime:
        """Return when the file was written. Raises FileNotFoundError."""
        return self._first_of(lambda place: place.get_modified_time(name))

    def url(self, name: str | None) -> str:
        """Return the address of the view that checks who may open the file."""
        return f"{settings.MEDIA_URL}{name}"

    def proxy_address(self, name: str) -> str:
        """Return the address of a file for X-Accel-Redirect. Raises FileNotFoundError."""
        return self._first_of(lambda place: _proxy_address_in(place, name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of folders and files in both places."""
        found: list[tuple[list[str], list[str]]] = []
        for place in (self.to, self.former):
            with contextlib.suppress(FileNotFoundError):
                found.append(place.listdir(path))
        folders = sorted({name for each in found for name in each[0]})
        return folders, sorted({name for each in found for name in each[1]})

    def names(self) -> Iterator[str]:
        """Yield the names of the files of both places."""
        moved = set(self.to.names())
        yield from sorted(moved | set(self.former.names()))

    def delete(self, name: str) -> None:
        """Delete the file in both places."""
        with changing(name):
            self.to.delete(name)
            self.former.delete(name)

    def move(self, name: str, to: str) -> None:
        """Rename a file, which is then in the new place only."""
        with changing(name):
            self._bring(name)
            self.to.move(name, to)
            self.former.delete(name)

    def copy(self, name: str, to: str) -> None:
        """Store a second copy in the new place."""
        with changing(name):
            self._bring(name)
            self.to.copy(name, to)

    def overwrite(self, name: str, content: Path) -> None:
        """Store the content of a local file in the new place only."""
        with changing(name):
            self.to.overwrite(name, content)
            self.former.delete(name)

    def bring(self, name: str) -> None:
        """Copy a file to the new place and compare the hashes. The former file stays for now.

        Nothing happens if it was deleted meanwhile. Raises DifferentCopy.
        """
        with changing(name), contextlib.suppress(FileNotFoundError):
            self._bring(name)
            if hash_in(self.to, name) != hash_in(self.former, name):
                raise DifferentCopy(name)

    def _bring(self, name: str) -> None:
        if self.to.exists(name):
            return
        with tempfile.NamedTemporaryFile() as written:
            with self.former.open(name) as content:
                shutil.copyfileobj(content, written)
            written.flush()
            self.to.overwrite(name, Path(written.name))

    def _first_of[Result](self, ask: Callable[[Any], Result]) -> Result:
        """Return the answer of the first place that has the file. Raises FileNotFoundError.

        The new place is asked again at the end: the file may have been moved in between.
        """
        for place in (self.to, self.former, self.to):
            with contextlib.suppress(FileNotFoundError):
                return ask(place)
        raise FileNotFoundError

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return self._first_of(lambda place: place.open(name, mode))

    def _save(self, name: str, content: "File[bytes]") -> str:
        return str(self.to.save(name, content))


def _proxy_address_in(place: Any, name: str) -> str:
    # A store signs an address for a missing object too.
    if not place.exists(name):
        raise FileNotFoundError(name)
    return str(place.proxy_address(name))


@contextlib.contextmanager
def changing(name: str) -> Iterator[None]:
    """Wait until no other process changes this file; others wait until the block ends."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 39))", [name])
        yield
