"""The pages of the tree, at their addresses."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found
from wagtail.views import serve

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors, keep_if_missing

from .routing import route


@for_visitors
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at `path`, as Wagtail does once it has found it."""
    # Wagtail's own attribute for the found page: it does not look it up again.
    found = route(request, path)
    if found is None:
        _keep_if_missing(request)
    else:
        depends_on(*found.page.dependencies)
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    return serve(request, path)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that nothing stands at the address (handler404)."""
    if request.resolver_match is None:
        # No URL pattern matched: old links, and probing robots.
        _keep_if_missing(request)
    return page_not_found(request, exception)


def _keep_if_missing(request: HttpRequest) -> None:
    # Only a page or a redirect can appear at this address.
    depends_on("hub")
    keep_if_missing(request)
