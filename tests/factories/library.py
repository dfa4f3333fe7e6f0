"""Items of the common library as tests need them."""

from aggregator.clusters.settling import publish_items
from aggregator.models import ItemStatus, LibraryItem


def publish_as_read() -> None:
    """Publish the items whose pages wait to be read, as if each page were good."""
    waiting = LibraryItem.objects.filter(status=ItemStatus.CHECKING).order_by("pk")
    while unread := list(waiting.all()):
        publish_items(unread)
