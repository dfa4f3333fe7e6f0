"""Settings of `make run` and of a developer's machine; never reachable from outside it."""

import os

from whitenoise.compress import Compressor

from .base import *

DEBUG = os.environ.get("DEBUG") == "1"
# Public on purpose: this server listens on the loopback address alone.
SECRET_KEY = "loopback-only"  # noqa: S105
BACKUP_KEY = BACKUP_KEY or "DEMO-DEMO-DEMO-DEMO-DEMO-DEMO-DEMO-DEMO"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Nothing leaves the machine; /thu-da-gui/ shows what would have.
SENT_MAIL_FOLDER = str(STATE_DIR / "mail")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": SENT_MAIL_FOLDER},
    }
}
# A file that no start has collected yet is served under its own name.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MANIFEST_STRICT = False
# Packing all files takes ten seconds: the worker does it later (network/core/compression.py).
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *Compressor.SKIP_COMPRESS_EXTENSIONS,
    *("css", "js", "map", "svg", "txt"),
)
DEMO_ALLOWED = True
AGGREGATOR_ALLOW_LOOPBACK = True
# The demo's accounts have a password that is printed for all to read; SECOND_FACTOR=1 shows the
# sign-in of production.
SECOND_FACTOR_REQUIRED = os.environ.get("SECOND_FACTOR") == "1"
