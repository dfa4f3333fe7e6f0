"""The signed parts of the links in our mails."""

from django.core.signing import BadSignature, Signer

from .models import FollowRequest, Subscriber


def confirmation_token(request: FollowRequest) -> str:
    """Return what the link of a confirmation mail bears; good for as long as the request is."""
    return _signer("confirm").sign(str(request.pk))


def request_id_of(token: str) -> int | None:
    """Return the key of the request whose link it is, None for what was not signed here."""
    try:
        return int(_signer("confirm").unsign(token))
    except (BadSignature, ValueError):
        return None


def manage_token(subscriber: Subscriber) -> str:
    """Return what opens a subscriber's choices: their key, signed.

    A hash in the database could not be written into the next mail. So, who reads the database
    lacks our signature, and who signs lacks the key; both end with the subscription.
    """
    return _signer("manage").sign(subscriber.key)


def key_of(token: str) -> str | None:
    """Return the subscriber's key in a token, None for what was not signed here."""
    try:
        return _signer("manage").unsign(token)
    except BadSignature:
        return None


def _signer(purpose: str) -> Signer:
    # No colon: some mail programs end a link there.
    return Signer(salt=f"following.{purpose}", sep=".")
