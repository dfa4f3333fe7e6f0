"""Adapter for RSS 0.9 to 2.0, RDF, Atom and JSON Feed, read by `parse_feed`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from aggregator.adapters import Option
from aggregator.feeds.parse import parse_feed
from aggregator.feeds.types import Feed

KIND = "rss"
ORDER = 1
LABEL = _("RSS or Atom feed")
OPTIONS: tuple[Option, ...] = ()


def check(options: Mapping[str, str]) -> Mapping[str, Any]:
    """Return {}: this adapter has no options."""
    return {}


def read(
    body: bytes,
    *,
    content_type: str | None,
    base_url: str,
    now: datetime,
    excerpt_length: int,
    options: Mapping[str, str],
) -> Feed:
    """Read a feed. `options` is not used. See `Adapter.read`."""
    return parse_feed(
        body,
        content_type=content_type,
        base_url=base_url,
        now=now,
        excerpt_length=excerpt_length,
    )
