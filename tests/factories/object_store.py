"""An object store of our own: nanio, which checks signatures and sends ranges as others do."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.scale.feeds_server import free_port

KEY_ID, SECRET, BUCKET = "media-key-id", "media-secret-key", "media"
START_SECONDS = 30


@dataclass
class Store:
    """A running store, whose bucket is a folder of this machine."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None
    host: str = "127.0.0.1"
    # What its command begins with, if it runs in a network of its own.
    inside: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/{BUCKET}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables with which an installation uses the store."""
        return {
            "MEDIA_IN": "store",
            "MEDIA_STORE_URL": self.url,
            "MEDIA_STORE_KEY_ID": KEY_ID,
            "MEDIA_STORE_SECRET": SECRET,
        }

    @property
    def backend(self) -> dict[str, Any]:
        """Return the entry of STORAGES."""
        options = {"url": self.url, "key_id": KEY_ID, "secret": SECRET, "region": "us-east-1"}
        return {"BACKEND": "network.core.object_store.ObjectStorage", "OPTIONS": options}

    @property
    def objects(self) -> dict[str, bytes]:
        """Return the content of all objects by name."""
        root = self.folder / BUCKET
        files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        # What the server notes of its objects is in a hidden folder.
        objects = (path for path in files if not path.parts[0].startswith("."))
        return {path.as_posix(): (root / path).read_bytes() for path in objects}

    def start(self) -> None:
        """Start the server and wait until it listens."""
        command = [*self.inside, sys.executable, "-m", "nanio", "serve"]
        command += ["--data-dir", str(self.folder), "--host", self.host]
        command += ["--port", str(self.port), "--log-level", "error"]
        keys = {"NANIO_ACCESS_KEY": KEY_ID, "NANIO_SECRET_KEY": SECRET}
        self.process = subprocess.Popen(command, env=os.environ | keys, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection((self.host, self.port)).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """End the server as kill -9 does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def object_store(
    folder: Path, host: str = "127.0.0.1", inside: tuple[str, ...] = ()
) -> Iterator[Store]:
    """Run an empty store in `folder`."""
    (folder / BUCKET).mkdir(parents=True)
    store = Store(free_port(), folder, None, host, inside)
    store.start()
    try:
        yield store
    finally:
        store.kill()
