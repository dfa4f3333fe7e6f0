"""Known states of external URLs.

Separate from `selectors`, because the article models use it.
"""

from collections.abc import Collection

from ..models.link_checks import LinkCheck, LinkState


def link_states(urls: Collection[str]) -> dict[str, LinkState]:
    """Return the states of the URLs, leaving out unknown ones. One query."""
    known = LinkCheck.objects.filter(url__in=set(urls)).values_list("url", "state")
    return {url: LinkState(state) for url, state in known}
