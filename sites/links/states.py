"""Known states of external URLs.

Separate from `selectors`, because the article models use it.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from ..models.link_checks import LinkCheck, LinkState

# The last check failed, once or several times.
NOT_OPENING = (LinkState.FAILING, LinkState.DEAD)


def link_states(urls: Collection[str] | QuerySet[Any]) -> dict[str, LinkState]:
    """Return the states of the URLs, or of those in a column, leaving out unknown ones. One
    query."""
    asked = urls if isinstance(urls, QuerySet) else set(urls)
    known = LinkCheck.objects.filter(url__in=asked).values_list("url", "state")
    return {url: LinkState(state) for url, state in known}
