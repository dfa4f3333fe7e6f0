"""Text that an admin page keeps in the browser until the server has stored it (kept_text.js)."""

import base64
import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages import ERROR
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from .models import User
from .script_answers import is_admin_post

# The name of the form field with the id of the kept text, and of the cookie that repeats it.
RECEIPT = "kept"
_IDENTIFIER = re.compile(r"[0-9a-f-]{36}")
_REDIRECTS = frozenset({302, 303})
_SECONDS = 600


def key_of(user: User) -> str:
    """Return the key, as Base64, with which this user's texts are encrypted in the browser.

    Only pages of this user contain it, so the next person at the same machine cannot read them.
    """
    digest = salted_hmac("accounts.kept_text", str(user.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()


class ReceiptMiddleware:
    """Confirms to the browser in a cookie that the server has stored a form.

    Without the confirmation the browser keeps the text: after a server error, a refusal, or an
    ended session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the cookie if an admin form was redirected without an error message."""
        response = self.get_response(request)
        if response.status_code not in _REDIRECTS or not is_admin_post(request):
            return response
        identifier = request.POST.get(RECEIPT, "")
        if _IDENTIFIER.fullmatch(identifier) and not _has_error(request):
            response.set_cookie(
                RECEIPT,
                identifier,
                max_age=_SECONDS,
                path=reverse("wagtailadmin_home"),
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )
        return response


def _has_error(request: HttpRequest) -> bool:
    """Return whether this request has added an error message. Leaves the messages unread."""
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", ())
    return any(message.level >= ERROR for message in queued)
