"""Sources: pages published in sections, and their links."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Substr, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    LegalUpdatePage,
    LinkCheck,
    LinkState,
    MaterialPage,
    PanoPlacement,
    RequiredLink,
    SectionLink,
)

from . import CountedItem, FigureSource


def _published(model: type[ArticlePage]) -> FigureSource:
    """Return the figure source that counts live pages of a model by the day of their first
    publication."""

    def source(
        agencies: Collection[int], first: dt.date, last: dt.date
    ) -> Iterator[tuple[int, CountedItem]]:
        homes = AgencyHomePage.objects.filter(agency__in=agencies)
        sections = dict(homes.values_list("path", "agency_id"))
        pages = model.objects.live().annotate(
            section=Substr("path", 1, SECTION_PATH_LENGTH), on=TruncDate("first_published_at")
        )
        found = pages.filter(section__in=sections, on__range=(first, last)).order_by("-on", "pk")
        for pk, title, section, on, kind in found.values_list(
            "pk", "title", "section", "on", "content_type"
        ):
            url = reverse("wagtailadmin_pages:edit", args=[pk])
            item = CountedItem(title, url, on, _kind(kind), rests=(("page", pk),))
            yield sections[section], item

    return source


def _kind(content_type: int) -> str:
    model: Any = ContentType.objects.get_for_id(content_type).model_class()
    return str(model._meta.verbose_name).capitalize() if model else ""


def links(
    agencies: Collection[int], first: dt.date, last: dt.date
) -> Iterator[tuple[int, CountedItem]]:
    """Yield the required links, own links and banners of a section on the last day, without dead
    links."""
    dead = set(LinkCheck.objects.filter(state=LinkState.DEAD).values_list("url", flat=True))
    homes = AgencyHomePage.objects.filter(agency__in=agencies, live=True)
    required = list(RequiredLink.objects.shown().valid_on(last).exclude(url__in=dead))
    kinds = Agency.objects.filter(home_page__in=homes).values_list("pk", "kind")
    for pk, kind in kinds:
        for link in required:
            if kind in link.kinds:
                rests = (("required_link", link.pk),)
                yield pk, CountedItem(link.title, link.url, kind=_("Required link"), rests=rests)
    own = SectionLink.objects.filter(page__in=homes).exclude(url__in=dead)
    for pk, title, url, link in own.values_list("page__agency_id", "title", "url", "pk"):
        yield pk, CountedItem(title, url, kind=_("Own link"), rests=(("link", link),))
    placed = PanoPlacement.objects.filter(page__in=homes, pano__starts_on__lte=last)
    panos = placed.exclude(pano__url__in=dead).exclude(pano__ends_on__lt=last)
    columns = ("page__agency_id", "pano__title", "pano__url", "pano_id")
    for pk, title, url, pano in panos.values_list(*columns):
        yield pk, CountedItem(title, url, kind="Pano", rests=(("pano", pano),))


SOURCES = {
    "pages.published": _published(ArticlePage),
    "pages.policies": _published(LegalUpdatePage),
    "pages.materials": _published(MaterialPage),
    "links.open": links,
}
