"""The footer of a section: required links, own links and banners."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce

from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.media.models import AgencyImage

from .dependencies import section_of
from .models import AgencyHomePage, Pano, RequiredLink, SectionLink

# As requested by the template.
PANO_SIZES = ("max-640x320|format-webp",)
_REQUIRED, _OWN, _PANO = range(3)


@dataclass(frozen=True, slots=True)
class FooterLink:
    """A link in a section's footer."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownPano:
    """A banner in a section's footer."""

    title: str
    url: str
    alt_text: str
    image: AgencyImage


@dataclass(frozen=True, slots=True)
class SectionFooter:
    """The footer's content, in display order. No website is linked twice."""

    links: list[FooterLink]
    panos: list[ShownPano]


def section_footer(home: AgencyHomePage, *, day: dt.date) -> SectionFooter:
    """Return the footer of the section on `day`, cached until it changes.

    One query, plus two for the pictures of banners.
    """
    return kept(("foot", home.pk, day), lambda: _section_foot(home, day))


def _section_foot(home: AgencyHomePage, day: dt.date) -> SectionFooter:
    depends_on(EVERYTHING, section_of(home.path))
    rows = sorted(_rows_of(home, day))
    images = (
        AgencyImage.objects.prefetch_renditions(*PANO_SIZES).in_bulk(
            [row[-1] for row in rows if row[0] == _PANO]
        )
        if any(row[0] == _PANO for row in rows)
        else {}
    )
    panos = [
        ShownPano(title, url, alt_text, images[image])
        for kind, *_, title, url, alt_text, image in rows
        if kind == _PANO and image in images
    ]
    shown = {pano.url for pano in panos}
    links: dict[str, str] = {}
    for kind, *_, title, url, _, _ in rows:
        if kind != _PANO:
            links.setdefault(url, title)
    return SectionFooter(
        links=[FooterLink(title, url) for url, title in links.items() if url not in shown],
        panos=panos,
    )


def _rows_of(home: AgencyHomePage, day: dt.date) -> QuerySet[Any, tuple[Any, ...]]:
    """Return rows (kind, order, pk, title, url, alt text, image pk) of all three kinds in one
    query."""
    no_image = Value(""), Value(0, output_field=IntegerField())
    required = RequiredLink.objects.shown().valid_on(day).order_by()
    required = required.filter(kinds__contains=[home.agency.kind])
    own = SectionLink.objects.filter(page=home).order_by()
    panos = Pano.objects.shown_on(day).filter(placements__page=home).order_by()
    rows = required.values_list(Value(_REQUIRED), Value(0), "pk", "title", "url", *no_image).union(
        own.values_list(Value(_OWN), Coalesce("sort_order", 0), "pk", "title", "url", *no_image),
        panos.values_list(
            Value(_PANO),
            Coalesce("placements__sort_order", 0),
            "pk",
            "title",
            "url",
            "alt_text",
            F("image_id"),
        ),
        all=True,
    )
    return rows.order_by()
