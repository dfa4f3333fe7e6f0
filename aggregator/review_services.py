"""What reviewers decide about library items."""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from network.accounts.models import User

from .feeds.links import canonical_link, is_front_page, link_key
from .models import ItemStatus, LibraryItem


class Decision(StrEnum):
    """A reviewer's word on an item."""

    APPROVE = "approve"
    SKIP = "skip"


_STATUS = {Decision.APPROVE: ItemStatus.PUBLISHED, Decision.SKIP: ItemStatus.SKIPPED}


@transaction.atomic
def review_items(
    *, item_ids: Collection[int], decision: Decision, reviewer: User, now: dt.datetime
) -> int:
    """Take items into the library or skip them; return how many were decided.

    What repeats an item goes the same way. Items without a link cannot be approved and stay as
    they are; so do ids that do not exist.
    """
    named = LibraryItem.objects.filter(pk__in=item_ids)
    heads = set(named.values_list(Coalesce("duplicate_of", "pk"), flat=True))
    deciding = LibraryItem.objects.filter(pk__in=heads)
    if decision is Decision.APPROVE:
        deciding = deciding.exclude(link="")
    decided = list(deciding.select_for_update().values_list("pk", flat=True))
    together = LibraryItem.objects.filter(Q(pk__in=decided) | Q(duplicate_of__in=decided))
    if decision is Decision.APPROVE:
        together = together.exclude(link="")
    together.update(status=_STATUS[decision], reviewed_by=reviewer, reviewed_at=now)
    return len(decided)


@transaction.atomic
def correct_item(
    *, item: LibraryItem, changed: Collection[str], reviewer: User, now: dt.datetime
) -> None:
    """Save the fields of `item` that a reviewer has changed: title, excerpt or a missing link.

    Corrected words are kept when the source changes its own.
    """
    fields = {"reviewed_by", "reviewed_at", *changed}
    item.reviewed_by, item.reviewed_at = reviewer, now
    if {"title", "excerpt"} & fields:
        item.corrected = True
        fields.add("corrected")
    if "link" in fields:
        item.link = canonical_link(item.link) or item.link
        item.link_key = "" if is_front_page(item.link) else link_key(item.link)
        fields.add("link_key")
    item.save(update_fields=fields)
