"""Corrects pages after a restore: a backup may contain pages from before a request was carried
out."""

from collections.abc import Sequence

from wagtail.models import Page


def take_offline(label: str, keys: Sequence[str]) -> int:
    """Unpublish the pages until the agency has carried out the request again. Returns how many."""
    pages = Page.objects.filter(pk__in=keys, live=True).select_for_update(of=["self"])
    count = 0
    for page in pages.specific():
        page.unpublish(log_action="wagtail.unpublish")
        count += 1
    return count
