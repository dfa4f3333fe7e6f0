"""How far a session may be trusted: what the person in it has proved, and how long ago."""

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

# Session key: when the person last did something, in seconds since 1970.
LAST_SEEN = "accounts_last_seen"
# Writing the session at each click would double the work of reading a page.
SEEN_EVERY_SECONDS = 60
# A person without a second factor has this long after the password to set one up.
ENROLMENT = dt.timedelta(minutes=15)
# The second factor itself may only be changed this soon after it was used.
FRESH = dt.timedelta(minutes=5)


class SessionTrust(enum.Enum):
    """What a session is worth."""

    VISITOR = "nobody is signed in"
    IDLE = "signed in, but left alone for too long"
    ENROLLING = "password given, no second factor exists yet"
    UNPROVED = "password given, second factor not"
    TRUSTED = "everything proved"


def session_trust(request: HttpRequest, user: User | AnonymousUser) -> SessionTrust:
    """Judge the session of `request`, in which `user` is signed in.

    That the person owns a second factor says nothing: it must have been used in this session.
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
    """Return `user` if the session has proved everything, else an anonymous visitor."""
    return user if session_trust(request, user) is SessionTrust.TRUSTED else AnonymousUser()


def verified_at(request: HttpRequest, user: User | AnonymousUser, method: str) -> float:
    """Return when `user` last proved `method` ("password", "mfa") in this session; 0 for never.

    In seconds since 1970.
    """
    records = get_authentication_records(request, user if isinstance(user, User) else None)
    return max((record["at"] for record in records if record["method"] == method), default=0.0)


def recently_verified(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Return whether the second factor was used in the last minutes."""
    return time.time() - verified_at(request, user, "mfa") < FRESH.total_seconds()


def is_idle(request: HttpRequest) -> bool:
    """Return whether nothing was done in this session for longer than ADMIN_IDLE_MINUTES."""
    idle = time.time() - request.session.get(LAST_SEEN, 0.0)
    return bool(idle > settings.ADMIN_IDLE_MINUTES * 60)


def mark_seen(request: HttpRequest) -> None:
    """Start the idle time of the session anew."""
    if time.time() - request.session.get(LAST_SEEN, 0.0) > SEEN_EVERY_SECONDS:
        request.session[LAST_SEEN] = time.time()


def forget_second_factor(request: HttpRequest) -> None:
    """Let the session count as one that has proved the password alone."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != "mfa"
    ]
