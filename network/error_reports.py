"""Reports of errors to a Sentry-compatible server of one's own (GlitchTip, Sentry); off by default.

A report contains the kind of the error, the places in the code, the scrubbed message, the version
and the id of the request: never variables, headers, addresses, forms or persons. A thread sends
them; if the server does not answer they are dropped, and nobody waits for it.
"""

import contextlib
import json
import logging
import os
import queue
import secrets
import threading
import traceback
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import urllib3
from django.core.exceptions import ImproperlyConfigured

from network.core.version import VERSION
from network.log_lines import request_id_of, scrubbed

# Reports that wait; in a storm of errors the first ones say enough.
MOST_WAITING = 50
SEND_SECONDS = 5.0
# An error may have been caused by another one, which was caused by another one.
MOST_CAUSES = 5


def endpoint_of(dsn: str) -> tuple[str, str]:
    """Return the URL that takes reports and the public key of `https://KEY@host/path/PROJECT`.

    Raises ImproperlyConfigured for anything else, and for Sentry's own cloud: what happens here
    does not leave the country.
    """
    parts = urlsplit(dsn)
    path, _, project = parts.path.rpartition("/")
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not (parts.username and host and project):
        raise ImproperlyConfigured("ERROR_REPORTS_DSN must look like https://KEY@host/PROJECT.")
    if host == "sentry.io" or host.endswith(".sentry.io"):
        raise ImproperlyConfigured("ERROR_REPORTS_DSN must name a server of your own.")
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{path}/api/{project}/envelope/", parts.username


class ErrorReportHandler(logging.Handler):
    """Sends records of level ERROR and above."""

    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        self._url, self._key = endpoint_of(dsn)
        self._waiting: queue.Queue[dict[str, Any]] = queue.Queue(MOST_WAITING)
        self._pid = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Queue a report; it is dropped if too many wait."""
        try:
            self._start_thread()
            with contextlib.suppress(queue.Full):
                self._waiting.put_nowait(event_of(record))
        except Exception:
            self.handleError(record)

    def _start_thread(self) -> None:
        # In each process, at its first error: web processes are forked after logging is set up.
        if self._pid != os.getpid():
            self._pid = os.getpid()
            threading.Thread(target=self._send_for_ever, name="error-reports", daemon=True).start()

    def _send_for_ever(self) -> None:
        """Send waiting events one by one; an event that cannot be sent is dropped. Runs in its own
        thread and never returns."""
        client = f"sentry_client=pbgdpl/{VERSION}"
        headers = {
            "Content-Type": "application/x-sentry-envelope",
            "X-Sentry-Auth": f"Sentry sentry_version=7, {client}, sentry_key={self._key}",
        }
        while True:
            event = self._waiting.get()
            lines = ({"event_id": event["event_id"]}, {"type": "event"}, event)
            body = "\n".join(json.dumps(line) for line in lines).encode()
            with contextlib.suppress(urllib3.exceptions.HTTPError):
                urllib3.request(
                    "POST",
                    self._url,
                    body=body,
                    headers=headers,
                    timeout=SEND_SECONDS,
                    retries=False,
                )


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return a log record as an event of Sentry's protocol."""
    event: dict[str, Any] = {
        "event_id": secrets.token_hex(16),
        "timestamp": record.created,
        "platform": "python",
        "level": "fatal" if record.levelno > logging.ERROR else "error",
        "logger": record.name,
        "release": VERSION,
        "message": scrubbed(record.getMessage()),
    }
    if request_id := request_id_of(record):
        event["tags"] = {"request_id": request_id}
    if record.exc_info and record.exc_info[1]:
        # The cause stands in front of what it caused.
        causes = [_exception(error) for error in _chain(record.exc_info[1])]
        event["exception"] = {"values": causes[::-1]}
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if current is None:
            return
        yield current
        hidden = current.__suppress_context__
        current = current.__cause__ or (None if hidden else current.__context__)


def _exception(error: BaseException) -> dict[str, Any]:
    frames = [
        {"filename": frame.filename, "function": frame.name, "lineno": frame.lineno}
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    return {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "value": scrubbed(str(error)),
        "stacktrace": {"frames": frames},
    }
