"""What is known of outside addresses; never writes.

Apart from the other selectors, because articles themselves ask this.
"""

from collections.abc import Collection

from ..models.link_checks import LinkCheck, LinkState


def link_states(urls: Collection[str]) -> dict[str, LinkState]:
    """Return what is known of the addresses, unknown ones left out; one query."""
    known = LinkCheck.objects.filter(url__in=set(urls)).values_list("url", "state")
    return {url: LinkState(state) for url, state in known}
