"""Page that finds the agency responsible for a place. Without session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from network.core.text import clean_input

from . import finding, selectors


@require_safe
@for_visitors
def my_place(request: HttpRequest) -> HttpResponse:
    """Show the results for the commune, district or agency name in `q`, old or new."""
    words = " ".join(clean_input(request.GET.get("q", ""))[: finding.LONGEST_QUESTION].split())
    depends_on("agencies")
    places = finding.find_places(words) if words else []
    context = {
        "asked": words,
        "answers": selectors.answers_for(places, day=timezone.localdate()) if places else [],
        # Most communes share one resolution, so it is shown once below all results.
        "bases": {place.commune.decree: place.commune for place in places}.values(),
        "sure": bool(places) and places[0].points >= finding.SURE,
    }
    return render(request, "hub/my_place.html", context)
