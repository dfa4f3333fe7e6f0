"""Whose writing a sign-in is to go on with, in an address that nobody can make up."""

from django.core import signing

from .models import User

PARAMETER = "nguoi"
_SALT = "accounts.same_person"


def sign_person(person: User) -> str:
    """Return what names `person` in the address of a sign-in that is for nobody else."""
    return signing.dumps(person.pk, salt=_SALT)


def read_person(signed: str) -> User | None:
    """Return the person whom `sign_person` named; None for anything else."""
    try:
        return User.objects.filter(pk=signing.loads(signed, salt=_SALT)).first()
    except signing.BadSignature:
        return None
