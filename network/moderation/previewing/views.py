"""Public view behind a preview link, outside the admin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .passes import PREVIEW_COOKIE
from .services import count_opening, find_preview_link


@require_safe
@never_cache
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the revision as citizens would see it. 404 if the link is invalid, expired or
    revoked."""
    now = timezone.now()
    link = find_preview_link(token=token, now=now)
    if link is None:
        return render(request, "moderation/preview_ended.html", status=404)
    count_opening(link=link, now=now)
    page = link.revision.as_object()
    response = page.make_preview_request(request, extra_request_attrs={"preview_link": link})
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The private pictures of the text are requested without the token, so a cookie carries it.
    response.set_cookie(
        PREVIEW_COOKIE,
        token,
        expires=link.expires_at,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
