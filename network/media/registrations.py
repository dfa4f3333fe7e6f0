"""What this floor registers with those below."""

from network.agencies.guard.by_model import BULK_MODELS
from network.agencies.guard.owners import ObjectKind

from .models import AgencyDocument, AgencyImage


def register() -> None:
    BULK_MODELS.register(
        {
            AgencyImage._meta.label_lower: ObjectKind.IMAGE,
            AgencyDocument._meta.label_lower: ObjectKind.DOCUMENT,
        }
    )
