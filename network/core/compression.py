"""Compress the collected static files in the background after `make run` has started.

The first page need not wait for it. In other installations `collectstatic` compresses.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage
from whitenoise.compress import Compressor

# Written when all files of a manifest are compressed; the web processes check it.
STAMP = "compressed.txt"


def is_compressed() -> bool:
    """Return whether all files named by the current manifest are compressed."""
    stamp = _root() / STAMP
    return stamp.exists() and stamp.read_text() == _digest_of_manifest()


def compress_static_files() -> int:
    """Write .br and .gz versions of all files in the manifest. Returns the number of files.

    Safe to repeat or kill: file names contain a digest of the content, and the stamp is written
    last. Returns 0 without a manifest.
    """
    digest = _digest_of_manifest()
    if not digest:
        return 0
    # Guaranteed, because a manifest exists.
    assert isinstance(staticfiles_storage, ManifestStaticFilesStorage)  # noqa: S101
    compressor, done = Compressor(quiet=True), 0
    for name in sorted({*staticfiles_storage.hashed_files.values()}):
        path = _root() / name
        if compressor.should_compress(name) and path.exists() and not _is_packed(path):
            done += bool(compressor.compress(str(path)))
    (_root() / STAMP).write_text(digest)
    return done


def _is_packed(path: Path) -> bool:
    return path.with_name(f"{path.name}.gz").exists()


def _digest_of_manifest() -> str:
    manifest = _root() / "staticfiles.json"
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.exists() else ""


def _root() -> Path:
    return Path(settings.STATIC_ROOT)
