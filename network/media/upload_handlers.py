"""Upload handler that limits what Django stores of an upload (setting FILE_UPLOAD_HANDLERS)."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from network.core.disk import is_full

from .limits import most_bytes


class LimitedUploadHandler(FileUploadHandler):
    """Discards the bytes of a file too large for its type, or of any file while the disk is full.

    The file is still read to its end, so that the form can explain the refusal. Must come before
    the handlers that store.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Set the limit of the next file: 0 while the disk is full."""
        super().new_file(*args, **kwargs)
        self.most = 0 if is_full() else most_bytes(self.file_name or "")

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Raise RequestDataTooBig, without reading, if the request is far larger than the largest
        upload."""
        if content_length > settings.UPLOAD_REQUEST_BYTES:
            raise RequestDataTooBig("The request is larger than UPLOAD_REQUEST_BYTES.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Return the chunk for the next handler, or None once the file exceeds its limit."""
        return raw_data if start + len(raw_data) <= self.most else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return an empty file with the true size if the file was discarded, else None."""
        if file_size <= self.most:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
