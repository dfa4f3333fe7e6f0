"""Serve the pages of the tree."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found
from wagtail.views import serve

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors, keep_if_missing
from network.core.page_views.counting import ViewedPage

from .routing import public_path, route


@for_visitors
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`, found by `route` instead of Wagtail's own lookup."""
    # Wagtail's attribute for the routing result, so that it does not look up the page again.
    found = route(request, path)
    if found is None:
        _keep_if_missing(request)
    else:
        depends_on(*found.page.dependencies)
        page = ViewedPage(public_path(request, found.page), found.page.pk)
        request.viewed_page = page  # type: ignore[attr-defined]
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    return serve(request, path)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the 404 response (handler404)."""
    if request.resolver_match is None:
        # No URL pattern matched: old links and scanning robots.
        _keep_if_missing(request)
    return page_not_found(request, exception)


def _keep_if_missing(request: HttpRequest) -> None:
    # Only a new page or redirect can change the response at this URL.
    depends_on("hub")
    keep_if_missing(request)
