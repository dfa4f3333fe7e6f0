"""What the web server writes down of each request: what was asked for and how that went.

Not by whom: questions are asked without a name (docs/adr/0019-questions.md). Nor what opens
something: a link out of a mail is a key, and logs are kept longer and read by more people.
"""

import logging
import re
import secrets
from typing import Any
from urllib.parse import quote

from django.conf import settings

from network.log_lines import KEY_PREFIXES, scrubbed

HEADER = "x-request-id"
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
logger = logging.getLogger("network.access")


def request_id_for(given: str | None) -> str:
    """Return the id that our proxy gave a request, or a new one."""
    if given and settings.TRUSTED_PROXIES and _GIVEN_ID.fullmatch(given):
        return given
    return secrets.token_hex(8)


def write_access(scope: Any, *, status: int, seconds: float, request_id: str) -> None:
    """Write the line of one request."""
    path, ms = shown_path(scope.path), round(seconds * 1000, 1)
    logger.info(
        '"%s %s" %d %.1f',
        *(scope.method, path, status, ms),
        extra={
            "method": scope.method,
            "path": path,
            "status": status,
            "ms": ms,
            "request_id": request_id,
        },
    )


def shown_path(path: str) -> str:
    """Return the path as it was sent, so that none makes a line of its own, but without keys."""
    key = next((prefix for prefix in KEY_PREFIXES if path.startswith(prefix)), None)
    return f"{key}..." if key else quote(scrubbed(path), safe="/*")
