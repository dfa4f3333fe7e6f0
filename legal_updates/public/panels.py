"""What higher floors add to a document's page: the articles, materials and news about it.

A floor registers a maker of each panel. It may ask one query: the page has eight.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from network.core.registry import Registry

from ..models import LegalDocument


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """One page about a document. `kind` says what it is ("Leaflet"), `outside` whose site."""

    title: str
    url: str
    who: str
    date: dt.date | None = None
    kind: str = ""
    outside: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Entries under one heading; `more_url` leads to those that are not shown."""

    heading: str
    entries: Sequence[PanelEntry]
    order: int
    more_url: str = ""


DOCUMENT_PANELS = Registry[Callable[[LegalDocument], Panel]]("panels of a document's page")


def document_panels(document: LegalDocument) -> list[Panel]:
    """Return the panels that have something to show, in their order."""
    panels = (make(document) for make in DOCUMENT_PANELS.values())
    return sorted((panel for panel in panels if panel.entries), key=lambda panel: panel.order)
