"""The pages of the tree, at their addresses."""

from django.http import HttpRequest, HttpResponse
from wagtail.views import serve

from network.core.freshness.middleware import for_visitors
from network.core.freshness.tags import shows
from sites.showing import page_tag

from .routing import route


@for_visitors
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the page at `path`, as Wagtail does once it has found it."""
    # Where Wagtail keeps what it found, so that it does not look for it.
    found = route(request, path)
    if found is not None:
        shows(page_tag(found.page.pk))
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    return serve(request, path)
