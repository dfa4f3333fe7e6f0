"""Tables of no agency in particular."""

from .spam_guard.models import AttemptCount

__all__ = ["AttemptCount"]
