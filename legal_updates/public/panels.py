"""What higher floors add to a document's page: the articles, materials and news about it.

A floor registers a maker in its AppConfig.ready(); makers are asked in the order of their place.
Each may ask one query: the page has eight.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    more_url: str = ""


type PanelMaker = Callable[[LegalDocument], Panel]

_makers: dict[int, PanelMaker] = {}


def register_document_panel(maker: PanelMaker, *, place: int) -> None:
    """Add a panel to every document's page; a second maker at a place takes it over."""
    _makers[place] = maker


def document_panels(document: LegalDocument) -> list[Panel]:
    """Return the panels that have something to show."""
    panels = (_makers[place](document) for place in sorted(_makers))
    return [panel for panel in panels if panel.entries]
