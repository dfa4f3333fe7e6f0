"""What the guard in front of /admin/ must know of pictures and files."""

from network.agencies.guard.by_model import register_bulk_model
from network.agencies.guard.owners import Named


def register() -> None:
    """Tell the guard."""
    register_bulk_model("media.agencyimage", Named.IMAGE)
    register_bulk_model("media.agencydocument", Named.DOCUMENT)
