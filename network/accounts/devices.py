"""A cookie by which a device is known to have signed in before; it gives no rights."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from .models import User

COOKIE = "known_device"
SALT = "accounts.known_device"
SECONDS = 400 * 24 * 60 * 60  # the longest that browsers keep a cookie
PEOPLE_KEPT = 20


def is_known_device(request: HttpRequest, user: User) -> bool:
    """Return whether `user` signed in from this browser before."""
    return user.pk in _people(request)


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser keep, signed, that `user` signed in from it."""
    others = [pk for pk in _people(request) if pk != user.pk]
    response.set_cookie(
        COOKIE,
        signing.dumps([user.pk, *others][:PEOPLE_KEPT], salt=SALT),
        max_age=SECONDS,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _people(request: HttpRequest) -> list[int]:
    try:
        return list(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        return []
