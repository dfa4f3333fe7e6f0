"""Read-only queries about clusters."""

from django.db.models import F, Q

from ..models import LibraryItem
from ..querysets import LibraryItemQuerySet


def others_about(item: LibraryItem) -> LibraryItemQuerySet:
    """Return the other items about the policy of `item`: the card first, then by primary key."""
    card = item.duplicate_of_id or item.pk
    cluster = LibraryItem.objects.filter(Q(pk=card) | Q(duplicate_of=card))
    return (
        cluster.exclude(pk=item.pk)
        .select_related("source")
        .order_by(F("duplicate_of").asc(nulls_first=True), "pk")
    )
