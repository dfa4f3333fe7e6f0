"""Refusals that do not reach Django: requests that are too slow or too large, or find all threads
busy."""

from enum import IntEnum
from functools import cache

from django.template.loader import render_to_string

from .pages import ServerResponse

# Seconds after which a client may retry when all threads are busy.
RETRY_SECONDS = 5


class RefusalStatus(IntEnum):
    """Reasons for a refusal, as status codes."""

    BROKEN_OFF = 400
    TOO_SLOW = 408
    NO_LENGTH = 411
    TOO_LARGE = 413
    BUSY = 503


class Refused(Exception):
    """Raised for a request that is refused before it reaches Django."""

    def __init__(self, reason: RefusalStatus) -> None:
        super().__init__(reason.name)
        self.reason = reason

    def page(self) -> ServerResponse:
        return _page_of(self.reason)


@cache
def _page_of(reason: RefusalStatus) -> ServerResponse:
    """Return the error page of a refusal."""
    # Cached, because it is needed when there is no time to render anything.
    body = render_to_string("refused.html", {"reason": reason.name}).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if reason is RefusalStatus.BUSY:
        headers.append(("Retry-After", str(RETRY_SECONDS)))
    else:
        # The rest of the request is not read, so the connection cannot be reused.
        headers.append(("Connection", "close"))
    return ServerResponse(int(reason), headers, body)
