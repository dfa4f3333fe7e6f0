"""Django's responses in a form that the web server can send without occupying a thread."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on disk, or the requested part of it."""

    path: str
    part: range | None = None


@dataclass(frozen=True, slots=True)
class ServerResponse:
    """Status, headers, and a body, or the file or the pieces of an object to send instead."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    file: StoredFile | None = None
    pieces: AsyncIterator[bytes] | None = None

    @classmethod
    def of(cls, response: HttpResponse) -> "ServerResponse":
        """Convert a complete Django response without cookies."""
        return cls(response.status_code, list(response.headers.items()), response.content)


class FileToSend:
    """The `wsgi.file_wrapper`, by which Django passes a file on instead of reading it."""

    def __init__(self, file: IO[bytes], block_size: int = 65536) -> None:
        self.file, self.block_size = file, block_size

    def __iter__(self) -> Iterable[bytes]:
        """Yield the content of a file that is not on disk."""
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self) -> None:
        self.file.close()

    @property
    def stored(self) -> StoredFile | None:
        """Return the file on disk and its requested part, or None if it is not on disk."""
        name = getattr(self.file, "name", None)
        if not isinstance(name, str) or not name.startswith("/"):
            return None
        return StoredFile(name, getattr(self.file, "part", None))

    @property
    def pieces(self) -> AsyncIterator[bytes] | None:
        """Return the requested part of a file on the object store, or None if it is elsewhere."""
        make = getattr(self.file, "pieces", None)
        return make(getattr(self.file, "part", None)) if make else None


def make_page(application: Callable[..., Any], environ: dict[str, Any]) -> ServerResponse:
    """Run a WSGI application completely. The result is in memory, or a stored file."""
    begun: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
        begun.append((int(status[:3]), headers))

    result = application(environ, start_response)
    try:
        sent = result if isinstance(result, FileToSend) else None
        file, pieces = (sent.stored, sent.pieces) if sent else (None, None)
        body = b"" if file or pieces else b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = begun[-1]
    return ServerResponse(status, headers, body, file, pieces)
