"""Signed tokens in the links of our mails."""

from django.core.signing import BadSignature, Signer

from .models import FollowRequest, Subscriber


def confirmation_token(request: FollowRequest) -> str:
    """Return the token of a confirmation link. It is valid as long as the request exists."""
    return _signer("confirm").sign(str(request.pk))


def request_id_of(token: str) -> int | None:
    """Return the id of the request from a token, or None if the signature is invalid."""
    try:
        return int(_signer("confirm").unsign(token))
    except (BadSignature, ValueError):
        return None


def manage_token(subscriber: Subscriber) -> str:
    """Return the token for managing a subscription: the subscriber's signed key.

    The key is stored unhashed, because each mail needs it. A reader of the database lacks our
    signature, and the signing key alone is not enough without the subscriber's key.
    """
    return _signer("manage").sign(subscriber.key)


def key_of(token: str) -> str | None:
    """Return the subscriber's key from a token, or None if the signature is invalid."""
    try:
        return _signer("manage").unsign(token)
    except BadSignature:
        return None


def _signer(purpose: str) -> Signer:
    # No colon as separator: some mail programs end a link there.
    return Signer(salt=f"following.{purpose}", sep=".")
