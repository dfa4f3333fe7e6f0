"""What Django keeps of an upload while it reads it (the setting FILE_UPLOAD_HANDLERS)."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from .limits import most_bytes


class LimitedUploadHandler(FileUploadHandler):
    """Lets no more through to memory and disk than a file of that name may have.

    What is above is read and dropped, so that the form can say so in words. Stands in front of
    the handlers that keep.
    """

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse unread a request that is larger than the largest upload by far."""
        if content_length > settings.UPLOAD_REQUEST_BYTES:
            raise RequestDataTooBig("The request is larger than UPLOAD_REQUEST_BYTES.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the chunk on, unless the file is too large already."""
        most = most_bytes(self.file_name or "")
        return raw_data if start + len(raw_data) <= most else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Put an empty file that tells its true size in place of one that is too large."""
        if file_size <= most_bytes(self.file_name or ""):
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
