"""The pages of the tree, at their addresses."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found
from wagtail.views import serve

from network.core.freshness.middleware import for_visitors, keep_if_missing
from network.core.freshness.tags import shows
from sites.showing import page_tag

from .routing import route, url_path_of

# Told when an address leads elsewhere; a page that comes to one or goes from it tells that one.
ADDRESSES = "addresses"


@for_visitors
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at `path`, as Wagtail does once it has found it."""
    # Where Wagtail keeps what it found, so that it does not look for it.
    found = route(request, path)
    if found is None:
        shows(f"address:{url_path_of(request, path)}")
        _keep_if_missing(request)
    else:
        shows(page_tag(found.page.pk))
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    return serve(request, path)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer that nothing stands at the address (handler404)."""
    if request.resolver_match is None:
        # No view would find anything there: old links and what robots try.
        _keep_if_missing(request)
    return page_not_found(request, exception)


def _keep_if_missing(request: HttpRequest) -> None:
    shows(ADDRESSES)
    keep_if_missing(request)
