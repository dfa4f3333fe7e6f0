"""Redirects of pages that have moved, of the pages of their files, and of sections' feeds."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from sites.former_addresses import moved_sections
from sites.reading.addresses import split_path

_OF_SECTION = re.compile(r"/co-quan/([a-z0-9-]{1,255})/(.+)")


class MovedPagesMiddleware(RedirectMiddleware):
    """Wagtail's redirects, also for …/xem/3/ below a material that has moved.

    A section moves with thousands of pages of files, which are no pages of the tree: one redirect
    of the material stands for all of them. The redirect of a section stands for its feeds.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return a redirect instead of a 404 if the page or its material has moved."""
        answer = self._moved(request, response)
        if answer is not response:
            # Browsers keep a permanent redirect for good: once a move is undone they would be sent
            # back and forth between both addresses. They ask each time instead.
            answer["Cache-Control"] = "no-cache"
        return answer

    def _moved(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return a redirect, or the given response if nothing has moved."""
        answer: HttpResponse = super().process_response(request, response)
        if answer.status_code != 404:
            return answer
        address = _moved_feed(request.path_info) or _moved_file(request)
        return HttpResponsePermanentRedirect(address) if address else answer


def _moved_feed(path: str) -> str:
    """Return the present URL path of a section's feed, or "" if it has not moved."""
    found = _OF_SECTION.fullmatch(path)
    slug = moved_sections([found[1]]).get(found[1]) if found else None
    return f"/co-quan/{slug}/{found[2]}" if found and slug else ""


def _moved_file(request: HttpRequest) -> str:
    """Return the present URL path of a page of a material's file, or "" if it has not moved."""
    parts = split_path(request.path_info)
    if parts is None:
        return ""
    material, steps = parts
    path = Redirect.normalise_path(material, decode_unicode=False)
    moved = get_redirect(request, path)
    return f"{moved.link}{'/'.join(steps)}/" if moved and moved.redirect_page else ""
