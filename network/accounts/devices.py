"""Device cookie: the accounts that have signed in from this browser before.

It gives no rights. It saves the owner a mail about a new device, and lets the owner try the
password while attackers use up the attempts of others (`attempts.py`). It survives signing out.
"""

import secrets
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import User

COOKIE = "known_device"
SALT = "accounts.device_marks"
SECONDS = 400 * 24 * 60 * 60  # the longest that browsers keep a cookie
MOST_ACCOUNTS = 20


class _Entry(NamedTuple):
    """One account in the cookie: a random mark of the device, and a digest of the account's
    password."""

    user_id: int
    mark: str
    password_digest: str


def is_known_device(request: HttpRequest, user: User) -> bool:
    """Return whether `user` has signed in from this browser before, with any password."""
    return any(entry.user_id == user.pk for entry in _entries(request))


def device_mark(request: HttpRequest, user: User) -> str | None:
    """Return the random mark of a device on which `user` has signed in with the current password.

    None for an unknown device, or one that last used a former password: changing the password
    revokes the marks of all other devices.
    """
    for entry in _entries(request):
        if entry.user_id == user.pk and _is_present_password(user, entry.password_digest):
            return entry.mark
    return None


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Set the device cookie for `user`; entries of other accounts stay in it.

    The mark is renewed each time, so that a copy of the former cookie is counted separately from
    now on.
    """
    mark, digest = secrets.token_urlsafe(9), _password_digest(user, settings.SECRET_KEY)
    others = [entry for entry in _entries(request) if entry.user_id != user.pk]
    entries = [_Entry(user.pk, mark, digest), *others]
    response.set_cookie(
        COOKIE,
        signing.dumps(entries[:MOST_ACCOUNTS], salt=SALT),
        max_age=SECONDS,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _entries(request: HttpRequest) -> list[_Entry]:
    """Return the accounts in the device cookie, [] if it is missing, expired or forged."""
    try:
        signed = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return []
    return [_Entry(*entry) for entry in signed]


def _is_present_password(user: User, digest: str) -> bool:
    """Return whether a digest belongs to the user's current password, under any present key."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(digest, _password_digest(user, key)) for key in keys)


def _password_digest(user: User, key: str | bytes) -> str:
    """Return a short digest of the user's stored password hash under a key."""
    return salted_hmac(SALT, user.password, secret=key, algorithm="sha256").hexdigest()[:20]
