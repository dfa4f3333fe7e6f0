"""Read accounts and their sign-ins."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from .models import SignIn, User
from .names import canonical_name

MAIN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def account_named(typed: str) -> User | None:
    """Return the account with this email or user name, whatever the case; None for none.

    An email goes before a user name: nobody can stand in another's way by taking their email as
    a user name. Two user names that differ in case alone are nobody's.
    """
    name = canonical_name(typed)
    found = list(User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)))
    by_email = [user for user in found if canonical_name(user.email) == name]
    by_username = [user for user in found if canonical_name(user.username) == name]
    matches = by_email or by_username
    return matches[0] if len(matches) == 1 else None


def has_second_factor(user: User) -> bool:
    """Return whether the person has an authenticator app or a passkey; recovery codes are none."""
    return Authenticator.objects.filter(user=user, type__in=MAIN_FACTORS).exists()


def with_second_factor() -> QuerySet:
    """Return the ids of all who have an authenticator app or a passkey, as one column."""
    return Authenticator.objects.filter(type__in=MAIN_FACTORS).values("user_id")


def second_factor_kinds(user: User | AnonymousUser) -> list[str]:
    """Return the kinds of everything that proves the person again, recovery codes included."""
    return list(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))


def recent_sign_ins(user: User) -> list[SignIn]:
    """Return the last ten tries to sign in to this account, newest first."""
    return list(user.sign_ins.all()[:10])


def account_with_email(email: str) -> User | None:
    """Return the active account with this email, whatever the case; None for none."""
    name = canonical_name(email)
    found = User.objects.filter(email__iexact=name, is_active=True)
    return next((user for user in found if canonical_name(user.email) == name), None)
