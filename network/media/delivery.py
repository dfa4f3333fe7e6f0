"""Send a stored file, with content type, security headers and cache headers.

The proxy reads the file if X-Accel-Redirect is configured, otherwise the web server. No worker
thread is blocked by a slow client (docs/adr/0033-slow-clients.md).
"""

import re
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from network.core.stored_files import media_storage

from .file_names import readable_name

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN_OFFICE = "application/vnd.oasis.opendocument"
CONTENT_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN_OFFICE}.text",
    ".ods": f"{_OPEN_OFFICE}.spreadsheet",
    ".odp": f"{_OPEN_OFFICE}.presentation",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
}
# Browsers open all other types themselves (R11).
SAVED_NOT_OPENED = frozenset(
    {
        *("text/csv; charset=utf-8", "application/octet-stream"),
        *(kind for kind in CONTENT_TYPES.values() if kind.startswith((_OFFICE, _OPEN_OFFICE))),
    }
)
PUBLIC, PRIVATE = "public, max-age=3600", "private, no-store"
POLICY = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
# The built-in PDF and audio viewers of browsers do not start in a sandbox.
SANDBOXED = f"{POLICY}; sandbox"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def send_file(request: HttpRequest, file: FieldFile, *, public: bool) -> HttpResponseBase:
    """Return the response that sends `file`: whole, a byte range (RFC 9110, 14) or 304.

    Raises Http404 if the file is missing in the storage, StoreAway if the storage does not answer.
    """
    name = file.name or ""
    if settings.ACCEL_REDIRECT_PREFIX:
        response: HttpResponseBase = _left_to_the_proxy(name)
    else:
        response = _sent_by_us(request, file)
    response["Cache-Control"] = PUBLIC if public else PRIVATE
    _describe(response, PurePosixPath(name))
    return response


def _left_to_the_proxy(name: str) -> HttpResponse:
    """Return a response that names the file for the proxy, which adds the ETag and handles ranges
    and conditional requests."""
    try:
        # Stored names need no quoting (see urls.py).
        address = media_storage().proxy_address(name)
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(headers={"X-Accel-Redirect": address})


def _sent_by_us(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    name = file.name or ""
    try:
        opened = file.storage.open(name)
        modified = int(file.storage.get_modified_time(name).timestamp())
        size = opened.size
    except FileNotFoundError as error:
        raise Http404 from error
    etag = f'"{modified:x}-{size:x}"'
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    if unchanged:
        opened.close()
    response = unchanged or _content(request, opened, size=size, etag=etag)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    return response


def _content(request: HttpRequest, opened: File, *, size: int, etag: str) -> HttpResponseBase:
    part = None
    if request.headers.get("If-Range", etag) == etag:
        part = _requested_part(request.headers.get("Range", ""), size)
    if part is None:
        response: HttpResponseBase = FileResponse(opened)
    elif len(part):
        response = FileResponse(FilePart(opened, part), status=206)
        response["Content-Range"] = f"bytes {part[0]}-{part[-1]}/{size}"
        response["Content-Length"] = str(len(part))
    else:
        opened.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def _describe(response: HttpResponseBase, path: PurePosixPath) -> None:
    content_type = CONTENT_TYPES.get(path.suffix.lower(), "application/octet-stream")
    disposition = "attachment" if content_type in SAVED_NOT_OPENED else "inline"
    response["Content-Type"] = content_type
    # Stored names are ASCII without quotes.
    response["Content-Disposition"] = f'{disposition}; filename="{readable_name(path.name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    viewed = content_type.startswith(("application/pdf", "audio/", "video/"))
    response["Content-Security-Policy"] = POLICY if viewed else SANDBOXED


def _requested_part(header: str, size: int) -> range | None:
    """Return the byte range of a Range header: empty if unsatisfiable, None for the whole file.

    Several ranges in one header are answered with the whole file, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(header)
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        return range(max(0, size - int(match[2])), size)
    last = int(match[2]) if match[2] else size - 1
    if last < int(match[1]) <= size - 1:
        return None
    return range(int(match[1]), min(last + 1, size))


class FilePart:
    """File wrapper that reads one byte range. Media players need ranges to seek, some phones to
    play at all."""

    def __init__(self, file: File, part: range) -> None:
        self.name, self.part = file.name, part
        if pieces := getattr(file, "pieces", None):
            self.pieces = pieces
        self._file, self._left = file, len(part)
        file.seek(part.start)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, or b"" at the end of the range."""
        data: bytes = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()
