"""The link of an invitation: `<id>.<nonce>.<signature>`, bound to address, agency and role."""

import hashlib
import secrets
from enum import StrEnum
from typing import NamedTuple

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from ..models import Invitation

SALT = "agencies.invitation"
# An id of 18 digits still fits PostgreSQL's bigint.
LONGEST_ID = 18


class TokenFault(StrEnum):
    """Why a link is not good; told to the log alone, never to whoever opened it."""

    TAMPERED = "tampered"
    REPLACED = "replaced"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    ACCOUNT_CLOSED = "account_closed"
    OTHER_PERSON = "other_person"


class Claim(NamedTuple):
    """The invitation a link names, if there is one, and what is wrong with the link."""

    invitation: Invitation | None
    refusal: TokenFault | None


def make_token(invitation: Invitation) -> str:
    """Return a new link token; what is stored of it is `hash_token` of it."""
    nonce = secrets.token_urlsafe(24)
    return f"{invitation.pk}.{nonce}.{_signature(invitation, nonce)}"


def hash_token(token: str) -> str:
    """Return what the database keeps of a token: whoever reads the table cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_token(token: str) -> Claim:
    """Return whose link this is, judged by its form alone: neither time nor use."""
    number, _, rest = token.partition(".")
    nonce, _, signature = rest.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        return Claim(None, TokenFault.TAMPERED)
    invitation = Invitation.objects.select_related("agency").filter(pk=int(number)).first()
    if invitation is None:
        return Claim(None, TokenFault.TAMPERED)
    if not constant_time_compare(signature, _signature(invitation, nonce)):
        return Claim(invitation, TokenFault.TAMPERED)
    if not constant_time_compare(hash_token(token), invitation.token_hash):
        return Claim(invitation, TokenFault.REPLACED)
    return Claim(invitation, None)


def _signature(invitation: Invitation, nonce: str) -> str:
    bound = [invitation.pk, nonce, invitation.email, invitation.agency_id, invitation.role]
    return Signer(salt=SALT).signature("\n".join(map(str, bound)))
