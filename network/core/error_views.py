"""What is answered when nothing else can be."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# A database that was ended is back within ten seconds (docs/benchmarks.md, "What dies").
RETRY_SECONDS = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500; or 503 where the database is away, for whom it is worth asking again.

    Called while the error is being handled (Django's `handler500`).
    """
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string("500.html", {"database_is_away": True})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS)})
