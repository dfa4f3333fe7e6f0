"""Services for second factors, sessions and the sign-in log."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from network.mailing.services import queue_mail

from .addresses import client_address
from .cache import TABLE
from .models import Session, SignIn, SignInOutcome, User
from .second_factor import SecretUnreadable
from .selectors import account_with_email
from .sessions import SessionStore

USER_AGENT_LENGTH = 200


@transaction.atomic
def enrol_totp(*, user: User, secret: str) -> None:
    """Give `user` an authenticator app with this base32 secret, and recovery codes.

    Replaces an existing app. For demo accounts and tests only; users enrol themselves.
    """
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )
    RecoveryCodes.activate(user)


@transaction.atomic
def reset_second_factor(*, user: User, actor: User | None, now: dt.datetime) -> None:
    """Delete all second factors of `user`, end their sessions and queue a mail that tells them who
    did it.

    They set up a new one at the next sign-in. `actor` is None on the command line. The caller
    checks the permission and writes the log.
    """
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    queue_mail(
        "accounts.second_factor_reset",
        user_id=user.pk,
        actor_id=actor.pk if actor else None,
        at=now.isoformat(),
    )


@transaction.atomic
def encrypt_second_factors() -> tuple[int, list[str]]:
    """Re-encrypt all second factors with the newest key.

    Returns their number, and the names of users whose secrets no key can decrypt; those are left
    unchanged.
    """
    unreadable, rows = [], Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    authenticators = list(rows.select_for_update(of=("self",)).select_related("user"))
    for each in authenticators:
        try:
            for name in {"secret", "seed"} & each.data.keys():
                each.data[name] = encrypt(decrypt(each.data[name]))
        except SecretUnreadable:
            unreadable.append(each.user.get_username())
    Authenticator.objects.bulk_update(authenticators, ["data"], batch_size=500)
    return len(authenticators), unreadable


def end_sessions(*, user: User, keep: str | None = None) -> int:
    """End all sessions of `user` at once, except the one with the key `keep`. Returns their number.

    Call it whenever the user's rights change.
    """
    ended, _rows = Session.objects.filter(user=user).exclude(session_key=keep or "").delete()
    return ended


def record_sign_in(
    *, request: HttpRequest, user: User | None, outcome: SignInOutcome, now: dt.datetime
) -> SignIn | None:
    """Log an attempt to sign in.

    Returns None for an attempt that came too early if a similar one is logged already.
    """
    address = client_address(request)
    if outcome == SignInOutcome.LOCKED:
        since = now - dt.timedelta(seconds=settings.SIGN_IN_ACCOUNT_DELAY["longest"])
        shown = SignIn.objects.filter(user=user, address=address, outcome=outcome, at__gte=since)
        # One row per delay, so that repeated attempts do not fill the table.
        if shown.exists():
            return None
    return SignIn.objects.create(
        user=user,
        address=address,
        user_agent=request.headers.get("User-Agent", "")[:USER_AGENT_LENGTH],
        outcome=outcome,
        at=now,
    )


def notify_new_device(*, sign_in: SignIn) -> None:
    """Queue a mail to the user about a sign-in from an unknown device."""
    queue_mail("accounts.new_device", sign_in_id=sign_in.pk)


def request_password_reset(*, email: str) -> None:
    """Queue a mail with a link for a new password, if an active account has this email.

    The same work is queued if none has, so that response times do not reveal it.
    """
    user = account_with_email(email)
    queue_mail("accounts.password_reset", user_id=user.pk if user else None)


def purge_sign_ins(*, now: dt.datetime) -> int:
    """Delete log rows older than SIGN_IN_LOG_DAYS, and expired sessions. Returns the number of log
    rows."""
    until = now - dt.timedelta(days=settings.SIGN_IN_LOG_DAYS)
    gone, _rows = SignIn.objects.filter(at__lt=until).delete()
    SessionStore.clear_expired()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE expires < %s", [now])  # noqa: S608
    return gone
