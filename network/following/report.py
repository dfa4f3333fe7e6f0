"""Officers' report: how many people follow what, never who."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import selectors
from .models import Frequency


@require_safe
def followers(request: HttpRequest) -> HttpResponse:
    """Show the numbers. Five queries."""
    counts = selectors.subscriber_counts()
    context = {
        "total": sum(counts.values()),
        "frequencies": [(each.label, counts.get(each.value, 0)) for each in Frequency],
        "lists": [
            (_("By topic"), selectors.most_followed_topics()),
            (_("By agency"), selectors.most_followed_agencies()),
            (_("By legal document"), selectors.most_followed_documents()),
        ],
    }
    return render(request, "following/report.html", context)
