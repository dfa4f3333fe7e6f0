"""Signed reference to the user for whom alone a sign-in page is, so that unsaved work can
continue."""

from django.core import signing

from .models import User

PARAMETER = "nguoi"
_SALT = "accounts.same_person"


def sign_person(person: User) -> str:
    """Return a signed value that names the user, for the URL of a sign-in page."""
    return signing.dumps(person.pk, salt=_SALT)


def read_person(signed: str) -> User | None:
    """Return the user named by a value of `sign_person`, or None if it is invalid."""
    try:
        return User.objects.filter(pk=signing.loads(signed, salt=_SALT)).first()
    except signing.BadSignature:
        return None
