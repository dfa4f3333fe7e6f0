"""The name a person types to sign in."""

import unicodedata


def canonical_name(typed: str) -> str:
    """Return what all ways of typing one user name or email have in common.

    Look-up and lock-out both go by it: were they to differ, another spelling of the same account
    would give a guesser more tries.
    """
    return unicodedata.normalize("NFKC", typed).strip().casefold()
