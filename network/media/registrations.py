"""What this floor registers with those below."""

from network.agencies.guard.by_model import BULK_MODELS
from network.agencies.guard.owners import Named

from .models import AgencyDocument, AgencyImage


def register() -> None:
    """Register it."""
    BULK_MODELS.register(
        {
            AgencyImage._meta.label_lower: Named.IMAGE,
            AgencyDocument._meta.label_lower: Named.DOCUMENT,
        }
    )
