"""By what the found can be narrowed, and how many would stay; counted over the hits taken."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from legal_updates.choices import BodyLevel, Validity
from legal_updates.models import Topic
from network.agencies.models import Agency

from .models import EntryKind
from .questions import Filters
from .ranking import Hit

MOST_AGENCIES, MOST_YEARS = 30, 15
_LEVELS = (BodyLevel.CENTRAL, BodyLevel.PROVINCIAL, BodyLevel.COMMUNE)


class FacetValue(NamedTuple):
    """One value of a facet, how it is called and how many hits have it."""

    value: str
    label: str
    hits: int


class Facet(NamedTuple):
    """What the found can be narrowed by: the parameter of the address, its label, its values."""

    parameter: str
    label: str
    chosen: str
    choices: list[FacetValue]


def facets_of(hits: Sequence[Hit], filters: Filters, topics: Sequence[Topic]) -> list[Facet]:
    """Return the facets that part the hits, or that are chosen; one query for agencies' names."""
    every = [
        Facet("loai", str(_("Kind")), filters.kind, _listed(EntryKind, (hit.kind for hit in hits))),
        Facet("coquan", str(_("Agency")), "", _agencies(hits)),
        Facet("linhvuc", str(_("Topic")), "", _topics(hits, topics)),
        Facet("cap", str(_("Level")), filters.level, _listed(_LEVELS, (h.level for h in hits))),
        Facet(
            "tinhtrang",
            str(_("Validity")),
            filters.status,
            _listed(Validity, (hit.status for hit in hits)),
        ),
        Facet("nam", str(_("Year")), filters.year, _years(hits)),
    ]
    return [facet for facet in every if facet.choices]


def _listed(values: Iterable, found: Iterable[str]) -> list[FacetValue]:
    counts = Counter(found)
    return [
        FacetValue(str(value.value), str(value.label), counts[value])
        for value in values
        if counts[value]
    ]


def _agencies(hits: Sequence[Hit]) -> list[FacetValue]:
    counts = Counter(hit.agency_id for hit in hits if hit.agency_id)
    most = dict(counts.most_common(MOST_AGENCIES))
    rows = Agency.objects.filter(pk__in=most).values_list("pk", "slug", "short_name")
    named = {key: (slug, short_name) for key, slug, short_name in rows}
    return [FacetValue(*named[key], hits=count) for key, count in most.items() if key in named]


def _topics(hits: Sequence[Hit], topics: Sequence[Topic]) -> list[FacetValue]:
    counts = Counter(topic for hit in hits for topic in hit.topics)
    return [
        FacetValue(topic.slug, topic.name, counts[topic.pk]) for topic in topics if counts[topic.pk]
    ]


def _years(hits: Sequence[Hit]) -> list[FacetValue]:
    counts = Counter(str(hit.day.year) for hit in hits if hit.day)
    newest = sorted(counts, reverse=True)[:MOST_YEARS]
    return [FacetValue(year, year, counts[year]) for year in newest]
