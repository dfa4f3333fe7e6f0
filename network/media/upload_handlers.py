"""What Django keeps of an upload while it reads it (the setting FILE_UPLOAD_HANDLERS)."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from network.core.disk import is_full

from .limits import most_bytes


class LimitedUploadHandler(FileUploadHandler):
    """Drops what a file may not have: more bytes than its kind, or any on a full disk.

    It is read to its end, so that the form can say why in words. Comes before the handlers that
    store.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file. While the disk is full, nothing of it is stored."""
        super().new_file(*args, **kwargs)
        self.most = 0 if is_full() else most_bytes(self.file_name or "")

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse unread a request that is larger than the largest upload by far."""
        if content_length > settings.UPLOAD_REQUEST_BYTES:
            raise RequestDataTooBig("The request is larger than UPLOAD_REQUEST_BYTES.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the chunk on, unless the file may not have so many bytes."""
        return raw_data if start + len(raw_data) <= self.most else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return an empty file with the true size in place of one that was dropped."""
        if file_size <= self.most:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size, self.charset)
