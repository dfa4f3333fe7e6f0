"""Tables of no agency in particular."""

from .spam_guard.models import AttemptCount, AttemptLevel

__all__ = ["AttemptCount", "AttemptLevel"]
