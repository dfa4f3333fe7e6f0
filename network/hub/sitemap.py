"""Content of the sitemaps, split into parts.

The protocol allows 50,000 URLs per file (sitemaps.org).
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from legal_updates.models import LegalDocument
from sites.models import AgencyHomePage
from sites.querysets import has_something

from .selectors import agencies_with_materials, topics_with_something
from .situations.selectors import situations

MOST_IN_ONE = 50_000
# Each part names so many sections, by age: a file costs the same in a province and in the country.
SECTIONS_IN_PART = 100
# Each part of the register is a range of ids, so that no rows need counting.
KEYS_IN_PART = 20_000

type Row = tuple[str, dt.date | None]
_LISTS = (
    *("hub:situations", "hub:topics", "hub:my_place", "hub:warnings", "hub:events", "hub:policies"),
    *("hub:directory", "hub:materials", "hub:shelf", "hub:newest", "questions:answers"),
    *("hub:privacy", "hub:accessibility"),
    *("legal_updates:index", "legal_updates:in_force", "legal_updates:expiring"),
)


def hub_paths() -> Iterator[str]:
    """Yield the URLs of the hub's own pages. Four queries."""
    yield reverse("wagtail_serve", args=[""])
    yield from map(reverse, _LISTS)
    yield from (each.get_absolute_url() for each in situations())
    for slug in topics_with_something().values_list("slug", flat=True):
        yield reverse("hub:topic", args=[slug])
    for agency in agencies_with_materials(timezone.localdate()):
        yield reverse("hub:agency_shelf", args=[agency.slug])


def section_parts() -> range:
    """Return the part numbers of the sections, 1 if there are none. One query."""
    return range(1, max(1, -(-AgencyHomePage.objects.count() // SECTIONS_IN_PART)) + 1)


def section_slugs(part: int) -> list[str]:
    """Return the slugs of the live sections in a part. Two queries."""
    last = part * SECTIONS_IN_PART
    keys = AgencyHomePage.objects.order_by("pk").values_list("pk", flat=True)
    # Asked for first, so that only these sections are joined with their pages.
    some = list(keys[last - SECTIONS_IN_PART : last])
    homes = AgencyHomePage.objects.live().public().filter(pk__in=some).order_by("path")
    return list(homes.values_list("slug", flat=True))


def pages_of(home: AgencyHomePage) -> list[Row]:
    """Return URL and last publication day of a section's public pages. Two queries.

    Empty index pages are left out.
    """
    root = home.url_path.removesuffix(f"{home.slug}/")
    pages = Page.objects.live().public().descendant_of(home, inclusive=True).order_by("path")
    pages = pages.filter(Q(sectionindexpage=None) | has_something())
    rows = pages.values_list("url_path", "last_published_at")[:MOST_IN_ONE]
    return [
        (reverse("wagtail_serve", args=[path.removeprefix(root)]), _day(moment))
        for path, moment in rows
    ]


def document_parts() -> range:
    """Return the part numbers of the register. One query."""
    newest = LegalDocument.objects.aggregate(newest=Max("pk"))["newest"]
    return range(1, (newest or 0) // KEYS_IN_PART + 2) if newest else range(0)


def documents_in(part: int) -> list[Row]:
    """Return URL and last change of the documents in a part. One query."""
    first = (part - 1) * KEYS_IN_PART
    found = LegalDocument.objects.filter(pk__gte=first, pk__lt=first + KEYS_IN_PART)
    rows = found.order_by("pk").values_list("slug", "updated_at")
    return [(reverse("legal_updates:document", args=[slug]), _day(moment)) for slug, moment in rows]


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
