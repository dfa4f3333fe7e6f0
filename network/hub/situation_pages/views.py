"""Pages of "Tôi cần ...". Without session, so that responses can be cached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors

from ..situations.models import Situation
from ..situations.selectors import situations
from .selectors import SituationPage


@require_safe
@for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """List all situations with their explanation."""
    return render(request, "hub/situations.html", {"situations": situations()})


@require_safe
@for_visitors
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the keeper has chosen for the situation, and what its own searches find."""
    found = get_object_or_404(Situation, slug=slug)
    shown = SituationPage(found, timezone.localdate())
    depends_on("hub", "register", "agencies")
    context = {"situation": found, "shown": shown, "day": shown.day}
    return render(request, "hub/situation.html", context)
