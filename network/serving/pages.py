"""What Django answers, as the web server can send it without any of our threads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the disk, or the part of it that was asked for."""

    path: str
    part: range | None = None


@dataclass(frozen=True, slots=True)
class ServerResponse:
    """A status, headers, and a body or the file to send in its place."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    file: StoredFile | None = None

    @classmethod
    def of(cls, response: HttpResponse) -> "ServerResponse":
        """Return a response that is whole and sets no cookie."""
        return cls(response.status_code, list(response.headers.items()), response.content)


class FileToSend:
    """The `wsgi.file_wrapper`: Django hands a file over instead of reading it."""

    def __init__(self, file: IO[bytes], block_size: int = 65536) -> None:
        self.file, self.block_size = file, block_size

    def __iter__(self) -> Iterable[bytes]:
        """Yield what is in a file that stands on no disk."""
        return iter(lambda: self.file.read(self.block_size), b"")

    def close(self) -> None:
        self.file.close()

    @property
    def stored(self) -> StoredFile | None:
        """Where it is on the disk; None for what only looks like a file."""
        name = getattr(self.file, "name", None)
        if not isinstance(name, str) or not name.startswith("/"):
            return None
        return StoredFile(name, getattr(self.file, "part", None))


def make_page(application: Callable[..., Any], environ: dict[str, Any]) -> ServerResponse:
    """Run a WSGI application to its end; its answer is in memory, or a file on the disk."""
    begun: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
        begun.append((int(status[:3]), headers))

    result = application(environ, start_response)
    try:
        file = result.stored if isinstance(result, FileToSend) else None
        body = b"" if file else b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()
    status, headers = begun[-1]
    return ServerResponse(status, headers, body, file)
