"""Redirects of pages that have moved, and of the pages of their files."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from sites.reading.addresses import split_path


class MovedPagesMiddleware(RedirectMiddleware):
    """Wagtail's redirects, also for …/xem/3/ below a material that has moved.

    A section moves with thousands of pages of files, which are no pages of the tree: one redirect
    of the material stands for all of them.
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
        parts = split_path(request.path_info) if answer.status_code == 404 else None
        if parts is None:
            return answer
        material, steps = parts
        path = Redirect.normalise_path(material, decode_unicode=False)
        moved = get_redirect(request, path)
        if moved is None or moved.redirect_page is None:
            return answer
        return HttpResponsePermanentRedirect(f"{moved.link}{'/'.join(steps)}/")
