"""Propose how to read the list on a page or in a JSON document that has no feed.

Pure: no network, no database. Used by the preview of a source; the person confirms one proposal,
whose kind and options become the settings of the source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aggregator.feeds.types import Feed


@dataclass(frozen=True, slots=True)
class FoundList:
    """One way to read an address: adapter, its options, and what it reads now.

    `pictured` is the share of items with a picture or several links, as main lists have them.
    """

    kind: str
    options: Mapping[str, str]
    feed: Feed
    pictured: float = 0.0

    @property
    def links(self) -> frozenset[str]:
        """Return the links of the items."""
        return frozenset(entry.link for entry in self.feed.entries if entry.link)
