"""Media on an object store that speaks the protocol of S3: SeaweedFS, Garage, MinIO, Ceph, AWS.

Used as Django's default storage if MEDIA_IN=store (docs/adr/0098-media-on-an-object-store.md).
Visitors never get an address of the store: the proxy, or the web server itself, fetches a file
after a view has allowed it.
"""

import contextlib
import datetime as dt
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Any, NoReturn, cast
from urllib.parse import urlsplit

import obstore
from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.utils.functional import cached_property
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from .stored_files import NamedByPurpose, StoreAway

# The proxy's location that asks the store (docker/nginx.conf).
PROXY_PREFIX = "/stored-objects/"
# Longer than a proxy takes to begin; a transfer that has begun goes on after it.
LINK_SECONDS = 60
_PIECE = 1024 * 1024
_CLIENT_OPTIONS: dict[str, Any] = {
    "connect_timeout": "2s",
    # For each piece: a slow visitor may take an hour for a film.
    "read_timeout": "20s",
    "timeout": "6h",
}
_RETRIES: dict[str, Any] = {"max_retries": 2, "retry_timeout": dt.timedelta(seconds=10)}


class ObjectStorage(NamedByPurpose, Storage):
    """Files as objects of one bucket, below an optional prefix.

    `url` is http(s)://host:port/bucket[/prefix]. All methods raise StoreAway if the store fails.
    """

    def __init__(self, *, url: str, key_id: str, secret: str, region: str) -> None:
        self._url, self._key_id, self._secret, self._region = url, key_id, secret, region

    @cached_property
    def store(self) -> S3Store:
        """Return the client, whose connections all threads share."""
        return self._client(access_key_id=self._key_id, secret_access_key=self._secret)

    def _client(self, **keys: Any) -> S3Store:
        parts = urlsplit(self._url)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        options: dict[str, Any] = {
            "endpoint": f"{parts.scheme}://{parts.netloc}",
            "region": self._region,
            "virtual_hosted_style_request": False,
            "client_options": _CLIENT_OPTIONS | {"allow_http": parts.scheme == "http"},
            "retry_config": _RETRIES,
        }
        return S3Store(bucket, prefix=prefix or None, **keys, **options)

    def public_object(self) -> str:
        """Return the name of an object that the store gives to strangers, or "".

        Looks at the first object, because a bucket is open as a whole.
        """
        name = next(self.names(), "")
        try:
            if name:
                self._client(skip_signature=True).head(name)
        except (BaseError, FileNotFoundError):
            return ""
        return name

    def exists(self, name: str) -> bool:
        """Return whether there is an object of this name."""
        try:
            self.head(name)
        except FileNotFoundError:
            return False
        return True

    def head(self, name: str) -> "obstore.ObjectMeta":
        """Return size, date and ETag of an object. Raises FileNotFoundError."""
        with _translated(name):
            return self.store.head(name)

    def delete(self, name: str) -> None:
        """Delete an object; nothing happens if there is none."""
        with contextlib.suppress(FileNotFoundError), _translated(name):
            self.store.delete(name)

    def size(self, name: str) -> int:
        """Return the size in bytes. Raises FileNotFoundError."""
        return self.head(name)["size"]

    def get_modified_time(self, name: str) -> dt.datetime:
        """Return when the object was written. Raises FileNotFoundError."""
        return self.head(name)["last_modified"]

    def url(self, name: str | None) -> str:
        """Return the address of the view that checks who may open the file."""
        return f"{settings.MEDIA_URL}{name}"

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of the folders and the files directly below `path`."""
        with _translated(path):
            found = self.store.list_with_delimiter(path or None)
        folders = [each.rsplit("/", 1)[-1] for each in found["common_prefixes"]]
        return folders, [each["path"].rsplit("/", 1)[-1] for each in found["objects"]]

    def names(self) -> Iterator[str]:
        """Yield the names of all objects, a thousand with each request."""
        with _translated("/"):
            for some in self.store.list():
                yield from (each["path"] for each in some)

    def move(self, name: str, to: str) -> None:
        """Copy an object within the store, then delete the first one."""
        self.copy(name, to)
        self.delete(name)

    def copy(self, name: str, to: str) -> None:
        """Copy an object within the store. Raises FileNotFoundError."""
        with _translated(name):
            self.store.copy(name, to)

    def overwrite(self, name: str, content: Path) -> None:
        """Store the content of a local file. Readers see the former content or the new one."""
        with content.open("rb") as file:
            self._put(name, file)

    def proxy_address(self, name: str) -> str:
        """Return an address for X-Accel-Redirect, signed for LINK_SECONDS.

        The store is not asked: a missing object and a store that is away are the proxy's to tell.
        """
        signed = urlsplit(obstore.sign(self.store, "GET", name, dt.timedelta(seconds=LINK_SECONDS)))
        return f"{PROXY_PREFIX}{signed.path.lstrip('/')}?{signed.query}"

    def read(self, name: str, part: range, size: int) -> bytes:
        """Return a byte range of an object of `size` bytes. Raises FileNotFoundError.

        Some stores answer a range of all bytes like a request without a range, which the client
        takes for a fault, so that one asks for the whole.
        """
        with _translated(name):
            if len(part) == size:
                return bytes(self.store.get(name).bytes())
            return bytes(self.store.get_range(name, start=part.start, end=part.stop))

    async def pieces(self, name: str, part: range | None) -> AsyncIterator[bytes]:
        """Yield an object, or a byte range of it, as a client takes it; no thread waits."""
        options = {} if part is None else {"range": (part.start, part.stop)}
        with _translated(name):
            found = await self.store.get_async(name, options=cast(Any, options))
            async for piece in found.stream(min_chunk_size=_PIECE):
                yield bytes(piece)

    def _open(self, name: str, mode: str = "rb") -> "ObjectFile":
        if mode != "rb":
            raise ValueError("Objects are replaced, not changed.")
        return ObjectFile(self, name, self.head(name)["size"])

    def _save(self, name: str, content: "File[bytes]") -> str:
        with contextlib.suppress(io.UnsupportedOperation):
            content.seek(0)
        self._put(name, cast(IO[bytes], content.file))
        return name

    def _put(self, name: str, content: IO[bytes]) -> None:
        with _translated(name):
            self.store.put(name, content)


class ObjectFile(File):  # type: ignore[type-arg]
    """An object opened for reading. It is fetched when it is read, piece by piece."""

    def __init__(self, storage: ObjectStorage, name: str, size: int) -> None:
        super().__init__(io.BufferedReader(_Ranges(storage, name, size), _PIECE), name)
        self.storage, self.size = storage, size

    def pieces(self, part: range | None) -> AsyncIterator[bytes]:
        """Return the content, or a byte range of it, for the web server to send."""
        is_whole = part is not None and len(part) == self.size
        return self.storage.pieces(str(self.name), None if is_whole else part)


class _Ranges(io.RawIOBase):
    """The stream below an ObjectFile: asks the store for one range with each read."""

    def __init__(self, storage: ObjectStorage, name: str, size: int) -> None:
        self._storage, self._name, self._size, self._at = storage, name, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        length = min(len(buffer), self._size - self._at)
        if length <= 0:
            return 0
        data = self._storage.read(self._name, range(self._at, self._at + length), self._size)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


@contextlib.contextmanager
def _translated(name: str) -> Iterator[None]:
    """Turn the client's errors into FileNotFoundError or StoreAway."""
    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        raise FileNotFoundError(name) from error
    except BaseError as error:
        _say_away(error)


def _say_away(error: BaseError) -> NoReturn:
    # The first line names the request and the reason; the rest is the client's debug output.
    raise StoreAway(str(error).splitlines()[0]) from error
