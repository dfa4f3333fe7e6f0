"""Security headers of responses, allowed hosts, and the charset of requests.

Django's middleware writes the Content-Security-Policy header; this module selects the policy: the
strict SECURE_CSP for public pages, ADMIN_CSP under /admin/ only.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.csp import CSP

FRAMES = "X-Frame-Options"


class HeadersMiddleware:
    """Sets Permissions-Policy, Reporting-Endpoints and the Content-Security-Policy of each
    response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to the response. Headers set by the view are kept."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        endpoints = f'csp="{settings.BROWSER_REPORTS_PATH}"'
        response.headers.setdefault("Reporting-Endpoints", endpoints)
        # The page editor shows an unsaved page in a frame, with a second request created by
        # Wagtail.
        if getattr(request, "is_preview", False):
            response[FRAMES] = "SAMEORIGIN"
        if not hasattr(response, "_csp_config"):
            in_admin = request.path_info.startswith(self.admin)
            response._csp_config = policy(in_admin=in_admin, frames=response.get(FRAMES, ""))  # type: ignore[attr-defined]
        return response


class StrictHostMiddleware:
    """Refuses requests for hosts not in ALLOWED_HOSTS before any view or file is served.

    Without it, Wagtail shows the default Site for unknown host names.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.closed = (reverse("wagtailadmin_home"), reverse("account_home"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return 400 for an unknown host, and 404 for the admin on any host but ADMIN_HOST."""
        host = request.get_host()
        elsewhere = settings.ADMIN_HOST not in ("", host)
        if elsewhere and request.path_info.startswith(self.closed):
            raise Http404
        return self.get_response(request)


class Utf8Middleware:
    """Reads every request as UTF-8, whatever charset its Content-Type names.

    Django would decode the URL with that charset too: with "punycode" a different page would be
    made and cached for other visitors; "hex" would raise an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Reset the charset to UTF-8."""
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)


def policy(*, in_admin: bool, frames: str) -> dict[str, Any]:
    """Return the directives for one response; `frames` is its X-Frame-Options."""
    chosen = settings.ADMIN_CSP if in_admin else settings.SECURE_CSP
    ancestors = CSP.SELF if frames == "SAMEORIGIN" else CSP.NONE
    return chosen | {"frame-ancestors": [ancestors]}
