"""Error page that needs no database and no context (`handler500` of network/urls.py)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .freshness.middleware import SAFE_METHODS
from .stored_files import StoreAway

# A terminated database is back within ten seconds (docs/benchmarks.md, "What dies").
RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the error page: 503 with Retry-After if database or object store is away, else 500.

    Django calls it while the exception is being handled (`handler500`).
    """
    if not isinstance(sys.exception(), OperationalError | InterfaceError | StoreAway):
        return HttpResponse(render_to_string("500.html"), status=500)
    context = {"is_away": True, "is_write": request.method not in SAFE_METHODS}
    page = render_to_string("500.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
