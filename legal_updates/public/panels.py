"""Panels that higher layers add to a document's page: articles, materials and news about it.

Each layer registers one function per panel, with at most one query each: the page itself takes
eight.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from network.core.registry import Registry

from ..models import LegalDocument


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """A page about the document. `kind` is its type ("Leaflet"); `outside` marks other websites."""

    title: str
    url: str
    who: str
    date: dt.date | None = None
    kind: str = ""
    outside: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Entries under one heading. `more_url` links to the remaining ones."""

    heading: str
    entries: Sequence[PanelEntry]
    order: int
    more_url: str = ""


DOCUMENT_PANELS = Registry[Callable[[LegalDocument], Panel]]("panels of a document's page")


def document_panels(document: LegalDocument) -> list[Panel]:
    """Return the non-empty panels in order."""
    panels = (make(document) for make in DOCUMENT_PANELS.values())
    return sorted((panel for panel in panels if panel.entries), key=lambda panel: panel.order)
