"""Tables of no agency in particular."""

from .spam_guard.models import AttemptCount, AttemptLevel
from .system_checks.records import SystemRecord

__all__ = ["AttemptCount", "AttemptLevel", "SystemRecord"]
