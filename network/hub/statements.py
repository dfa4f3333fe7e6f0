"""The network's statements on privacy and accessibility."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from network.following.services import LINK_DAYS
from network.mailing.services import KEEP_DONE

from .saved_pages import DAYS_SAVED, PAGES_SAVED


@require_safe
@for_visitors
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is stored about readers, askers, reporters and followers, and for how long."""
    depends_on("hub")
    days = {
        "question_days": settings.QUESTION_KEEP_DAYS,
        "link_days": LINK_DAYS,
        "mail_days": KEEP_DONE.days,
        "sign_in_days": settings.SIGN_IN_LOG_DAYS,
        "saved_pages": PAGES_SAVED,
        "saved_days": DAYS_SAVED,
    }
    return render(request, "hub/privacy.html", days)


@require_safe
@for_visitors
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement: what was done, and what is missing."""
    depends_on("hub")
    return render(request, "hub/accessibility.html")
