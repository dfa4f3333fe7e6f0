"""Page of all telephone numbers. Without session, so that responses can be cached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.core.freshness.middleware import for_visitors

from .models import ContactKind
from .selectors import contacts


@require_safe
@for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """List all contacts by kind."""
    rows = contacts()
    parts = [
        (kind.label, [each for each in rows if each.kind == kind.value]) for kind in ContactKind
    ]
    return render(request, "hub/contacts.html", {"parts": [part for part in parts if part[1]]})
