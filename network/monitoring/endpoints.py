"""`/suc-khoe/` and `/so-do/`: health and metrics for programs on the internal network.

Answered before all other middleware: no host name, no TLS, no session and no database is needed.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from network.accounts.addresses import client_address, forwarded_address
from network.core.system_checks.findings import SYSTEM_CHECKS, Level, run_checks
from network.core.version import VERSION

from .metrics import CONTENT_TYPE, metrics_text

HEALTH, METRICS = "suc-khoe/", "so-do/"
# A request with one of these came through a proxy.
_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA")


class InternalEndpointsMiddleware:
    """Answers the internal endpoints to internal addresses; others go on to Django's 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = {f"/{HEALTH}": health, f"/{METRICS}": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path_info)
        if view is None or not is_internal(request):
            return self.get_response(request)
        response = view(request)
        response["Cache-Control"] = "no-store"
        return response


def is_internal(request: HttpRequest) -> bool:
    """Return whether a request came from INTERNAL_NETWORKS.

    If a proxy passed the request on without a valid address of its client, the client is not
    internal, wherever the proxy runs.
    """
    through_proxy = any(name in request.META for name in _FORWARDED)
    address = forwarded_address(request) if through_proxy else client_address(request)
    if address is None:
        return False
    ip = ipaddress.ip_address(address)
    return any(ip in network for network in settings.INTERNAL_NETWORKS)


def health(request: HttpRequest) -> HttpResponse:
    """Return all findings as JSON; 503 if one of them is failing, else 200."""
    findings = run_checks(timezone.now())
    worst = max((finding.level for finding in findings.values()), default=Level.GOOD)
    content = {
        "status": worst.name.lower(),
        "version": VERSION,
        "checks": {
            key: {
                "status": finding.level.name.lower(),
                "name": str(SYSTEM_CHECKS[key].name),
                "value": finding.value,
                "what": finding.what,
                "to_do": finding.to_do,
            }
            for key, finding in findings.items()
        },
    }
    status = 503 if worst == Level.FAILING else 200
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


def metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics of this web server and of the whole system."""
    return HttpResponse(metrics_text(run_checks(timezone.now())), content_type=CONTENT_TYPE)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer 404 to everybody whom the middleware has not answered; reserves the addresses."""
    raise Http404
