"""Search views of the hub. Without session, so that responses can be cached."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors

from . import pages, selectors
from .own_pages import pages_asked_for
from .phrases import phrases
from .questions import read_query
from .unanswered import record_unanswered
from .words import folded_words

_SECONDS = 300
_SHORTEST, _CANDIDATES, _MOST = 3, 40, 7


@require_safe
@for_visitors
def search(request: HttpRequest) -> HttpResponse:
    """Show the results for `q`, or redirect to the document if `q` is its number."""
    depends_on("search", "agencies")
    today = timezone.localdate()
    asked = pages.read_address(request.GET)
    found = selectors.find(
        asked.question, asked.filters, today=today, newest_first=asked.newest_first
    )
    words = asked.question.words
    is_answered = bool(found.answers or pages_asked_for(words))
    if asked.question and not (asked.filters or asked.page or is_answered):
        record_unanswered(words, today=today)
    if address := pages.single_document_url(asked, found):
        return redirect(address)
    return render(request, "hub/search.html", pages.results_context(asked, found))


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Return suggestions: entries whose title contains the words of `q`; the last may be
    incomplete."""
    typed = folded_words(read_query(request.GET.get("q", ""), phrases()).words)
    enough = len("".join(typed)) >= _SHORTEST
    found = selectors.title_candidates(typed, _CANDIDATES) if enough else []
    # Titles with the words furthest in front come first; superseded documents last.
    begun = f" {' '.join(typed)}"
    found.sort(
        key=lambda entry: (
            entry.superseded,
            f" {' '.join(folded_words(entry.title))}".find(begun) % 1_000,
        )
    )
    told = {
        each.title: {"text": each.title, "kind": each.get_kind_display(), "url": each.url}
        for each in found
    }
    response = JsonResponse({"suggestions": list(told.values())[:_MOST]})
    patch_cache_control(response, public=True, max_age=_SECONDS)
    return response
