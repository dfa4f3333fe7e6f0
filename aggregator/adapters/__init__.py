"""The ways to read a source, one module each.

A module of this package is an adapter: it names its `KIND` and has a `read` with the signature of
`Adapter.read`. Adding one is adding a file; nothing else lists them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Protocol, cast

from aggregator.feeds.types import Feed


class Adapter(Protocol):
    """What every adapter module offers."""

    KIND: str

    def read(
        self,
        body: bytes,
        *,
        content_type: str | None,
        base_url: str,
        now: datetime,
        excerpt_length: int,
        options: Mapping[str, str],
    ) -> Feed:
        """Return the entries found in `body`.

        `content_type` is the HTTP header, `base_url` the final address of the body, `now` an
        aware moment, `options` what the source stores for its kind (selectors, a pattern).
        Raises NotAFeed, with its reason, where the body is not what the adapter reads.
        """
        ...


class UnknownKind(LookupError):
    """No adapter reads this kind of source."""


@cache
def adapters() -> Mapping[str, Adapter]:
    """Return the adapters of this package by kind."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        adapter = cast("Adapter", importlib.import_module(f"{__name__}.{module.name}"))
        found[adapter.KIND] = adapter
    return found


def get_adapter(kind: str) -> Adapter:
    """Return the adapter for `kind`. Raises UnknownKind."""
    try:
        return adapters()[kind]
    except KeyError:
        raise UnknownKind(kind) from None
