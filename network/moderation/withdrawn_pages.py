"""Response at the URL of a withdrawn page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from wagtail.models import Page

from network.core.frame import NAMES

from .models import Withdrawal


def withdrawn_response(request: HttpRequest, page: Page, withdrawal: Withdrawal) -> HttpResponse:
    """Return 410 with a note, or a temporary redirect to the live replacement page."""
    replacement = withdrawal.replacement
    if replacement is not None and replacement.live:
        # A temporary redirect: the page may be published again, and browsers cache permanent
        # redirects.
        return redirect(replacement.specific.get_url(request))
    own = {"withdrawal": withdrawal, "section": NAMES["section"]}
    context = page.get_context(request) | own
    response = TemplateResponse(request, "moderation/gone.html", context, status=410)
    # Without this header browsers may cache a 410 indefinitely (RFC 9111, 4.2.2), even after the
    # page is back.
    response["Cache-Control"] = "no-cache"
    return response
