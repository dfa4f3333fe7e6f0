"""People, their second factors, and sessions that have passed everything."""

import itertools
import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.utils import timezone

from network.accounts.models import User
from network.accounts.second_factor import totp_code
from network.accounts.services import enrol_totp
from network.accounts.sessions import SessionStore
from network.accounts.trust import LAST_SEEN

NUMBER = itertools.count(1)
PASSWORD = "ba con meo den"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Beside allauth's public key: whose records they are.
RECORDS_OF = "account_authentication_methods_user"


def make_user(username: str = "", **fields: Any) -> User:
    """Return a new person with PASSWORD and no second factor."""
    username = username or f"can-bo-{next(NUMBER)}"
    defaults = {"email": f"{username}@example.gov.vn", "password": PASSWORD}
    return User.objects.create_user(username, **defaults | fields)


def make_enrolled_user(username: str = "", **fields: Any) -> User:
    """Return a new person with PASSWORD and an authenticator app with SECRET."""
    user = make_user(username, **fields)
    enrol_totp(user=user, secret=SECRET)
    return user


def code_now() -> str:
    """Return what an app with SECRET shows at this moment."""
    return totp_code(SECRET, timezone.now())


def signed_in(client: Client, user: User) -> Client:
    """Return `client` in a session that has passed password and second factor.

    The session holds what a real sign-in leaves (tests/accounts/test_signed_in.py compares them);
    a person without a second factor is given an app with SECRET first.
    """
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is None:
        enrol_totp(user=user, secret=SECRET)
        app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    now = time.time()
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            AUTHENTICATION_METHODS_SESSION_KEY: [
                {"method": "password", "at": now, "username": user.username},
                {"method": "mfa", "at": now, "id": app.pk, "type": "totp"},
            ],
            RECORDS_OF: str(user.pk),
            LAST_SEEN: now,
        }
    )
    session.set_expiry(0)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
