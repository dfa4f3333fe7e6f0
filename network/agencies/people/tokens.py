"""Token of an invitation link: `<id>.<nonce>.<signature>`, bound to address, agency and role."""

import hashlib
import secrets
from enum import StrEnum
from typing import NamedTuple

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare

from ..models import Invitation

SALT = "agencies.invitation"
# 18 digits always fit PostgreSQL's bigint.
LONGEST_ID = 18


class TokenFault(StrEnum):
    """Why a link is invalid. Only logged, never shown to the visitor."""

    TAMPERED = "tampered"
    REPLACED = "replaced"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    ACCOUNT_CLOSED = "account_closed"
    OTHER_PERSON = "other_person"


class Claim(NamedTuple):
    """The invitation a link refers to (or None), and the fault of the link (or None)."""

    invitation: Invitation | None
    refusal: TokenFault | None


def make_token(invitation: Invitation) -> str:
    """Return a new link token. Only its `hash_token` is stored."""
    nonce = secrets.token_urlsafe(24)
    return f"{invitation.pk}.{nonce}.{_signature(invitation, nonce)}"


def hash_token(token: str) -> str:
    """Return the hash stored for a token. Reading the table does not reveal usable links."""
    return hashlib.sha256(token.encode()).hexdigest()


def read_token(token: str) -> Claim:
    """Parse and verify a token against the stored hash. Does not check expiry or use."""
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
