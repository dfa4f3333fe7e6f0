"""Where media are stored: the folder MEDIA_ROOT, or an object store (docs/adr/0098)."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_PLACES = ("folder", "store")
# "folder" or "store". MEDIA_ALSO_IN names the other one while files are moved: read, not written.
MEDIA_IN = os.environ.get("MEDIA_IN") or "folder"
MEDIA_ALSO_IN = os.environ.get("MEDIA_ALSO_IN") or ""
# http(s)://host:port/bucket, perhaps with a folder behind it.
MEDIA_STORE_URL = os.environ.get("MEDIA_STORE_URL") or ""
MEDIA_STORE_KEY_ID = os.environ.get("MEDIA_STORE_KEY_ID") or ""
MEDIA_STORE_SECRET = os.environ.get("MEDIA_STORE_SECRET") or ""
MEDIA_STORE_REGION = os.environ.get("MEDIA_STORE_REGION") or "us-east-1"


# Entries of STORAGES.
MEDIA_BACKENDS: dict[str, dict[str, Any]] = {
    "folder": {"BACKEND": "network.core.stored_files.FolderStorage"},
    "store": {
        "BACKEND": "network.core.object_store.ObjectStorage",
        "OPTIONS": {
            "url": MEDIA_STORE_URL,
            "key_id": MEDIA_STORE_KEY_ID,
            "secret": MEDIA_STORE_SECRET,
            "region": MEDIA_STORE_REGION,
        },
    },
}


def media_backend() -> dict[str, Any]:
    """Return the entry of STORAGES for media. Raises ImproperlyConfigured, naming the variable."""
    if MEDIA_IN not in _PLACES:
        raise ImproperlyConfigured("MEDIA_IN is folder or store.")
    if MEDIA_ALSO_IN not in {"", *_PLACES} - {MEDIA_IN}:
        raise ImproperlyConfigured("MEDIA_ALSO_IN is empty, or the place that MEDIA_IN is not.")
    if "store" in {MEDIA_IN, MEDIA_ALSO_IN}:
        _require_store()
    if MEDIA_ALSO_IN:
        options = {"to": MEDIA_IN, "former": MEDIA_ALSO_IN}
        return {"BACKEND": "network.core.moving_storage.MovingStorage", "OPTIONS": options}
    return MEDIA_BACKENDS[MEDIA_IN]


def _require_store() -> None:
    for name in ("MEDIA_STORE_URL", "MEDIA_STORE_KEY_ID", "MEDIA_STORE_SECRET"):
        if not globals()[name]:
            raise ImproperlyConfigured(f"MEDIA_IN or MEDIA_ALSO_IN is store: set {name}.")
    parts = urlsplit(MEDIA_STORE_URL)
    if parts.scheme not in {"http", "https"} or not parts.netloc or not parts.path.strip("/"):
        raise ImproperlyConfigured("MEDIA_STORE_URL must be http(s)://host:port/bucket.")
