"""The pages of the tree, at their addresses."""

from django.http import HttpRequest, HttpResponse
from wagtail.views import serve

from .routing import route


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at `path`, as Wagtail does once it has found it."""
    # Where Wagtail keeps what it found, so that it does not look for it.
    request._wagtail_route_for_request = route(request, path)  # type: ignore[attr-defined]
    return serve(request, path)
