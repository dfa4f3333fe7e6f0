"""Read the structured data (JSON-LD, schema.org) of a web page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from aggregator.feeds.css import compile_selector
from aggregator.feeds.html import Page

_DATA = compile_selector('script[type="application/ld+json"]')
_LENGTH = 500_000
_DEPTH = 6
_MEMBERS_AT_MOST = 500


def structured_objects(page: Page) -> Iterator[dict[str, Any]]:
    """Yield the objects of the page's JSON-LD, outer objects first. Skips invalid data."""
    for element in _DATA.select(page.root):
        written = element.text or ""
        if len(written) > _LENGTH:
            continue
        try:
            yield from _objects(json.loads(written, strict=False), _DEPTH)
        except (ValueError, RecursionError):
            continue


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Yield all objects in a JSON value down to `depth` levels."""
    if depth and isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth - 1)
    elif depth and isinstance(value, list):
        for inner in value[:_MEMBERS_AT_MOST]:
            yield from _objects(inner, depth - 1)
