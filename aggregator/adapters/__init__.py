"""Adapters that read the entries of a source, one module per kind of source.

Each module defines `KIND`, the options that a source of this kind needs (`OPTIONS`), and `read`
with the signature of `Adapter.read`. To add an adapter, add a module: `adapters()` finds it by
itself, and the source form shows its options.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol, cast

from aggregator.feeds.types import Feed


@dataclass(frozen=True, slots=True)
class Option:
    """One option of an adapter, shown as a field of the source form. `label` and `help` are lazy
    translations.

    With `choices`, pairs of value and label, the field is a selection.
    """

    name: str
    label: Any
    help: Any = ""
    required: bool = False
    choices: Sequence[tuple[str, Any]] = ()


class Adapter(Protocol):
    """Interface of every adapter module. `ORDER` sorts the kinds in the source form."""

    KIND: str
    ORDER: int
    LABEL: Any
    OPTIONS: Sequence[Option]

    def check(self, options: Mapping[str, str]) -> Mapping[str, Any]:
        """Validate `options`. Returns {option name: error message}, empty if all are valid."""
        ...

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
        """Parse `body` and return its entries.

        `content_type` is the HTTP header, `base_url` the final address of the body, `now` an aware
        datetime, `options` the source's stored options for its kind (selectors, a pattern). Raises
        NotAFeed, with its reason, if the adapter cannot read the body.
        """
        ...


class UnknownKind(LookupError):
    """Raised if no adapter reads this kind of source."""


@cache
def adapters() -> Mapping[str, Adapter]:
    """Return {kind: adapter module} of this package, sorted by `ORDER`. Cached per process."""
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [cast("Adapter", importlib.import_module(f"{__name__}.{name}")) for name in names]
    return {each.KIND: each for each in sorted(modules, key=lambda each: each.ORDER)}


def get_adapter(kind: str) -> Adapter:
    """Return the adapter for `kind`. Raises UnknownKind."""
    try:
        return adapters()[kind]
    except KeyError:
        raise UnknownKind(kind) from None
