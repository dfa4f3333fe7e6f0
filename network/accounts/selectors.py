"""Read-only queries of accounts and their sign-ins."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from .models import SignIn, User
from .names import canonical_name

MAIN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def account_named(typed: str) -> User | None:
    """Return the account with this email or user name in upper or lower case, or None.

    An email has priority over a user name, so that nobody can block another user by choosing their
    email as user name. If two user names differ only in case, the result is None.
    """
    name = canonical_name(typed)
    found = list(User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)))
    by_email = [user for user in found if canonical_name(user.email) == name]
    by_username = [user for user in found if canonical_name(user.username) == name]
    matches = by_email or by_username
    return matches[0] if len(matches) == 1 else None


def has_second_factor(user: User) -> bool:
    """Return whether the user has an authenticator app or a passkey; recovery codes do not
    count."""
    return Authenticator.objects.filter(user=user, type__in=MAIN_FACTORS).exists()


def with_second_factor() -> QuerySet:
    """Return a queryset of the ids of all users with an authenticator app or a passkey."""
    return Authenticator.objects.filter(type__in=MAIN_FACTORS).values("user_id")


def second_factor_kinds(user: User | AnonymousUser) -> list[str]:
    """Return the types of all the user's factors, including recovery codes."""
    return list(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))


def recent_sign_ins(user: User) -> list[SignIn]:
    """Return the last ten attempts to sign in to this account, newest first."""
    return list(user.sign_ins.all()[:10])


def account_with_email(email: str) -> User | None:
    """Return the active account with this email in upper or lower case, or None."""
    name = canonical_name(email)
    found = User.objects.filter(email__iexact=name, is_active=True)
    return next((user for user in found if canonical_name(user.email) == name), None)
