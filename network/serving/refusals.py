"""What is answered without asking Django: who sends too slowly or too much, or comes too late."""

from enum import IntEnum
from functools import cache

from django.template.loader import render_to_string

from .pages import ServerResponse

# Whoever finds everybody busy may come again in so many seconds.
RETRY_SECONDS = 5


class RefusalStatus(IntEnum):
    """Why, as the status of the answer."""

    BROKEN_OFF = 400
    TOO_SLOW = 408
    NO_LENGTH = 411
    TOO_LARGE = 413
    BUSY = 503


class Refused(Exception):
    """A request that is not answered by a page."""

    def __init__(self, reason: RefusalStatus) -> None:
        super().__init__(reason.name)
        self.reason = reason

    def page(self) -> ServerResponse:
        return _page_of(self.reason)


@cache
def _page_of(reason: RefusalStatus) -> ServerResponse:
    # Made once: it is answered when there is no time to make anything.
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
        # The rest of the request is not read.
        headers.append(("Connection", "close"))
    return ServerResponse(int(reason), headers, body)
