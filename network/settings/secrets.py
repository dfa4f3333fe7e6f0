"""How good a secret must be."""

import math
from collections import Counter

from django.core.exceptions import ImproperlyConfigured

# A hexadecimal key of 20 bytes has about 150, a password that somebody thought of has half of it.
SECRET_BITS = 128


def require_strong(name: str, secret: str) -> str:
    """Return the secret. Raises ImproperlyConfigured if it is short, or repeats few characters."""
    if bits_of(secret) < SECRET_BITS:
        raise ImproperlyConfigured(
            f"{name} is too easily guessed: it must be 50 random characters, as"
            " `docker/entrypoint new-env` writes them."
        )
    return secret


def bits_of(secret: str) -> float:
    """Estimate the entropy of a random text by how often each character occurs in it."""
    counts, length = Counter(secret).values(), len(secret)
    return -sum(count * math.log2(count / length) for count in counts)
