"""Determine how far a session is trusted: what its user has proved, and how long ago."""

import datetime as dt
import enum
import time

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from .models import User
from .selectors import has_second_factor

# Session key: time of the user's last action, in seconds since 1970.
LAST_SEEN = "accounts_last_seen"
# Writing the session at each click would double the work of showing a page.
SEEN_EVERY_SECONDS = 60
# A user without a second factor has this long after the password to set one up.
ENROLMENT = dt.timedelta(minutes=15)
# The second factor may be changed only this soon after it was used.
FRESH = dt.timedelta(minutes=5)


class SessionTrust(enum.Enum):
    """Trust level of a session."""

    VISITOR = "nobody is signed in"
    IDLE = "signed in, but left alone for too long"
    ENROLLING = "password given, no second factor exists yet"
    UNPROVED = "password given, second factor not"
    TRUSTED = "everything proved"


def session_trust(request: HttpRequest, user: User | AnonymousUser) -> SessionTrust:
    """Return the trust level of the session in which `user` is signed in.

    Owning a second factor is not enough: it must have been used in this session.
    """
    if not isinstance(user, User):
        return SessionTrust.VISITOR
    if is_idle(request):
        return SessionTrust.IDLE
    if verified_at(request, user, "mfa"):
        return SessionTrust.TRUSTED
    if has_second_factor(user):
        return SessionTrust.UNPROVED
    if not settings.SECOND_FACTOR_REQUIRED:
        return SessionTrust.TRUSTED
    since_password = time.time() - verified_at(request, user, "password")
    return (
        SessionTrust.ENROLLING
        if since_password < ENROLMENT.total_seconds()
        else SessionTrust.UNPROVED
    )


def trusted_user(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    """Return `user` if the session is trusted, else an anonymous user."""
    return user if session_trust(request, user) is SessionTrust.TRUSTED else AnonymousUser()


def verified_at(request: HttpRequest, user: User | AnonymousUser, method: str) -> float:
    """Return when `user` last proved `method` ("password", "mfa") in this session, in seconds since
    1970; 0 for never."""
    records = get_authentication_records(request, user if isinstance(user, User) else None)
    return max((record["at"] for record in records if record["method"] == method), default=0.0)


def recently_verified(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Return whether the second factor was used within the last FRESH minutes."""
    return time.time() - verified_at(request, user, "mfa") < FRESH.total_seconds()


def is_idle(request: HttpRequest) -> bool:
    """Return whether the session was inactive for longer than ADMIN_IDLE_MINUTES."""
    idle = time.time() - request.session.get(LAST_SEEN, 0.0)
    return bool(idle > settings.ADMIN_IDLE_MINUTES * 60)


def mark_seen(request: HttpRequest) -> None:
    """Restart the idle time of the session."""
    if time.time() - request.session.get(LAST_SEEN, 0.0) > SEEN_EVERY_SECONDS:
        request.session[LAST_SEEN] = time.time()


def forget_second_factor(request: HttpRequest) -> None:
    """Make the session count as one that has proved only the password."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != "mfa"
    ]
