"""What every response tells the browser, which hosts are answered, and how requests are read.

Django's own middleware writes the Content-Security-Policy; here it is chosen: the strict one of
SECURE_CSP for all that citizens see, ADMIN_CSP under /admin/ alone.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.csp import CSP

FRAMES = "X-Frame-Options"


class HeadersMiddleware:
    """Adds to each response Permissions-Policy, where reports go, and who may frame the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Complete the response; headers that a view has set itself stay."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        endpoints = f'csp="{settings.BROWSER_REPORTS_PATH}"'
        response.headers.setdefault("Reporting-Endpoints", endpoints)
        # The editor shows an unsaved page in a frame, by a second request of Wagtail's own making.
        if getattr(request, "is_preview", False):
            response[FRAMES] = "SAMEORIGIN"
        if not hasattr(response, "_csp_config"):
            in_admin = request.path_info.startswith(self.admin)
            response._csp_config = policy(in_admin=in_admin, frames=response.get(FRAMES, ""))  # type: ignore[attr-defined]
        return response


class StrictHostMiddleware:
    """Refuses a Host that is not in ALLOWED_HOSTS before anything is answered, files included.

    Wagtail shows the default Site to whoever asks under an unknown name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.closed = (reverse("wagtailadmin_home"), reverse("account_home"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 for an unknown host, 404 for the admin anywhere but on ADMIN_HOST."""
        host = request.get_host()
        elsewhere = settings.ADMIN_HOST not in ("", host)
        if elsewhere and request.path_info.startswith(self.closed):
            raise Http404
        return self.get_response(request)


class Utf8Middleware:
    """Reads every request as UTF-8, whatever charset its Content-Type names.

    Django would read the address by it too: with "punycode" another page is made, and kept for
    those who ask for this one; with "hex" none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget the charset."""
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)


def policy(*, in_admin: bool, frames: str) -> dict[str, Any]:
    """Return the directives for one response; `frames` is its X-Frame-Options."""
    chosen = settings.ADMIN_CSP if in_admin else settings.SECURE_CSP
    ancestors = CSP.SELF if frames == "SAMEORIGIN" else CSP.NONE
    return chosen | {"frame-ancestors": [ancestors]}
