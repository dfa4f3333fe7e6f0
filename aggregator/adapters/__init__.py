"""The ways to read a source, one module each.

A module of this package is an adapter: it names its `KIND`, says what it must be told (`OPTIONS`)
and has a `read` with the signature of `Adapter.read`. Adding one is adding a file; nothing else
lists them, and the form of a source shows its fields.
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
    """One thing an adapter must be told: `label` and `help` are lazy translations.

    With `choices`, pairs of value and label, a person picks one of them.
    """

    name: str
    label: Any
    help: Any = ""
    required: bool = False
    choices: Sequence[tuple[str, Any]] = ()


class Adapter(Protocol):
    """What every adapter module offers. `ORDER` sorts the kinds in the form of a source."""

    KIND: str
    ORDER: int
    LABEL: Any
    OPTIONS: Sequence[Option]

    def check(self, options: Mapping[str, str]) -> Mapping[str, Any]:
        """Return what is wrong with `options`: a sentence for the person by name of the option."""
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
    names = [module.name for module in pkgutil.iter_modules(__path__)]
    modules = [cast("Adapter", importlib.import_module(f"{__name__}.{name}")) for name in names]
    return {each.KIND: each for each in sorted(modules, key=lambda each: each.ORDER)}


def get_adapter(kind: str) -> Adapter:
    """Return the adapter for `kind`. Raises UnknownKind."""
    try:
        return adapters()[kind]
    except KeyError:
        raise UnknownKind(kind) from None
