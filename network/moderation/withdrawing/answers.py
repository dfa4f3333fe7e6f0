"""What the address of a withdrawn page answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from wagtail.models import Page

from network.core.frame import NAMES

from ..models import Withdrawal


def withdrawn_response(request: HttpRequest, page: Page, withdrawal: Withdrawal) -> HttpResponse:
    """Answer at a withdrawn page's address: 410 with a note, or on to what replaces it."""
    replacement = withdrawal.replacement
    if replacement is not None and replacement.live:
        # Not permanent: the page may be published again, and browsers would never ask.
        return redirect(replacement.specific.get_url(request))
    own = {"withdrawal": withdrawal, "section": NAMES["section"]}
    context = page.get_context(request) | own
    response = TemplateResponse(request, "moderation/gone.html", context, status=410)
    # Without a word browsers keep a 410 for ever (RFC 9111, 4.2.2), also when the page is back.
    response["Cache-Control"] = "no-cache"
    return response
