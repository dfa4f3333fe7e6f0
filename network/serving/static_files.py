"""Serve static files, compressed ones as soon as they exist."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest
from whitenoise.middleware import WhiteNoiseMiddleware

from network.core.compression import STAMP


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise that searches for compressed files again after they were created.

    WhiteNoise scans the folder once at start, but `make run` compresses afterwards.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._stamp = self._read_stamp()

    def __call__(self, request: HttpRequest) -> Any:
        if not self.autorefresh and request.path_info.startswith(self.static_prefix):
            self._find_compressed()
        return super().__call__(request)

    def _find_compressed(self) -> None:
        """Add the compressed files if they have changed since the last look."""
        stamp = self._read_stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self.add_files(self.static_root, prefix=self.static_prefix)

    def _read_stamp(self) -> int:
        """Return when the files were compressed, in nanoseconds; 0 if they were not."""
        try:
            return Path(self.static_root, STAMP).stat().st_mtime_ns
        except FileNotFoundError:
            return 0
