"""People, their second factors, and sessions that have passed everything."""

import itertools
import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

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
    factor, now = _app_of(user), time.time()
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            AUTHENTICATION_METHODS_SESSION_KEY: [
                {"method": "password", "at": now, "username": user.username},
                {"method": "mfa", "at": now, "id": factor.pk, "type": "totp"},
            ],
            RECORDS_OF: str(user.pk),
            LAST_SEEN: now,
        }
    )
    session.set_expiry(0)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def _app_of(user: User) -> Authenticator:
    """Return the person's authenticator app, made here if there is none.

    For who has no factor at all, one statement writes what `enrol_totp` writes step by step:
    thousands of tests sign somebody in.
    """
    kinds = Authenticator.Type
    found = {each.type: each for each in Authenticator.objects.filter(user=user)}
    if found and kinds.TOTP not in found:
        enrol_totp(user=user, secret=SECRET)
        return Authenticator.objects.get(user=user, type=kinds.TOTP)
    if not found:
        data = {
            kinds.TOTP: {"secret": encrypt(SECRET)},
            kinds.RECOVERY_CODES: {
                "seed": encrypt(RecoveryCodes.generate_seed()),
                "used_mask": 0,
            },
        }
        made = [Authenticator(user=user, type=kind, data=data[kind]) for kind in data]
        found = {each.type: each for each in Authenticator.objects.bulk_create(made)}
    return found[kinds.TOTP]


def post_password(client: Client, name: str, password: str = PASSWORD, **options: Any) -> Any:
    """Return the answer to a name and a password typed at sign-in."""
    form = {"login": name, "password": password} | options.pop("form", {})
    return client.post(reverse("account_login"), form, **options)


def post_code(client: Client, code: str, **options: Any) -> Any:
    """Return the answer to a code typed in the second step of sign-in."""
    return client.post(reverse("mfa_authenticate"), {"code": code}, **options)


def is_in(client: Client) -> bool:
    """Return whether the client's session opens pages that need everything proved."""
    return bool(client.get(reverse("mfa_index")).status_code == 200)


def run_jobs() -> int:
    """Do the background work that was queued, here and now; return how much there was."""
    jobs = list(ProcrastinateJob.objects.filter(status="todo").order_by("id"))
    for job in jobs:
        app.tasks[job.task_name](**job.args)
    if jobs:
        with connection.cursor() as cursor:
            done = [job.id for job in jobs]
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s)", [done])
    return len(jobs)


def passkey_data(name: str) -> dict[str, Any]:
    """Return what is stored of a passkey that nobody holds: a whole registration."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), name.encode(), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    made = AuthenticatorData.create(bytes(32), flags, 0, credential)
    about = CollectedClientData.create("webauthn.create", b"", "https://testserver")
    parts = {
        "clientDataJSON": websafe_encode(about),
        "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
    }
    identity = websafe_encode(credential.credential_id)
    return {
        "name": name,
        "credential": {
            "id": identity,
            "rawId": identity,
            "type": "public-key",
            "response": parts,
            "clientExtensionResults": {},
        },
    }
