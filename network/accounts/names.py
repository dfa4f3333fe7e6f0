"""Normalize the name that a user types to sign in."""

import unicodedata


def canonical_name(typed: str) -> str:
    """Return the normalized form of a typed user name or email.

    Look-up and delays both use it; otherwise another spelling of the same account would give an
    attacker more attempts.
    """
    return unicodedata.normalize("NFKC", typed).strip().casefold()
