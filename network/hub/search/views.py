"""The search of the hub; no session, so that it can be kept."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors

from . import pages, selectors, suggestions
from .unanswered import note_unanswered

_SECONDS = 300


@require_safe
@for_visitors
def search(request: HttpRequest) -> HttpResponse:
    """Answer the question in `q`; straight with the document where `q` is its number."""
    depends_on("search", "agencies")
    today = timezone.localdate()
    asked = pages.read_address(request.GET)
    found = selectors.find(
        asked.question, asked.filters, today=today, newest_first=asked.newest_first
    )
    if asked.question and not (asked.filters or asked.page or found.answers):
        note_unanswered(asked.question.words, today=today)
    if address := pages.single_document_url(asked, found):
        return redirect(address)
    return render(request, "hub/search.html", pages.results_context(asked, found))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer with what may be meant by the beginning of a question in `q`."""
    told = suggestions.suggested(request.GET.get("q", ""))
    response = JsonResponse({"suggestions": [each._asdict() for each in told]})
    patch_cache_control(response, public=True, max_age=_SECONDS)
    return response
