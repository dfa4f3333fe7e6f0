"""Views of the first-day guide."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.accounts.models import User
from network.agencies.scope import Scope, scope_now

from .addresses import address_of
from .chapters import CHAPTERS, EVERYBODY, Chapter
from .services import dismiss_welcome


@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    """Show the steps for everybody, then those of each role that the user holds today."""
    user = cast("User", request.user)
    scope = scope_now(request)
    chapters = [EVERYBODY, *(chapter for role, chapter in CHAPTERS.items() if role in scope.roles)]
    context = {
        "chapters": [_shown(chapter, user, scope) for chapter in chapters],
        "offered": user.guide_put_away_at is None,
    }
    return render(request, "guide/begin.html", context)


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Dismiss the welcome panel and redirect to the start page. POST only."""
    dismiss_welcome(user=cast("User", request.user), now=timezone.now())
    messages.success(request, _("Put away. “Begin” stays in the menu, under “Help”."))
    return redirect("wagtailadmin_home")


def _shown(chapter: Chapter, user: User, scope: Scope) -> dict[str, Any]:
    """Return the template context of a chapter for this user."""
    steps = [
        {
            "text": step.text,
            "button": step.button,
            "url": address_of(step.leads_to, user, scope),
            "picture": f"guide/{step.picture}.webp",
        }
        for step in chapter.steps
    ]
    return {"key": chapter.key, "heading": chapter.heading, "intro": chapter.intro, "steps": steps}
