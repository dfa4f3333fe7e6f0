"""Facets: filters of the search results, with the number of hits for each value."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from legal_updates.models import Topic
from legal_updates.models.choices import BodyLevel, Validity
from network.agencies.models import Agency
from sites.models import Language

from .models import EntryKind
from .ordering import Hit

MOST_AGENCIES, MOST_YEARS = 30, 15
_LEVELS = (BodyLevel.CENTRAL, BodyLevel.PROVINCIAL, BodyLevel.COMMUNE)


class FacetValue(NamedTuple):
    """A value of a facet, with label and number of hits."""

    value: str
    label: str
    hits: int


class Facet(NamedTuple):
    """A filter of the results: query parameter, label, chosen value and choices."""

    parameter: str
    label: str
    chosen: str
    choices: list[FacetValue]


def facets_of(
    hits: Sequence[Hit], chosen: Mapping[str, str], topics: Sequence[Topic]
) -> list[Facet]:
    """Return the facets that can narrow the hits. One query, for the names of agencies."""
    kinds = Counter(hit.kind for hit in hits)
    levels = Counter(hit.level for hit in hits)
    states = Counter(hit.status for hit in hits)
    agencies = Counter(hit.agency_id for hit in hits if hit.agency_id)
    about = Counter(topic for hit in hits for topic in hit.topics)
    tongues = Counter(hit.language for hit in hits if hit.language)
    years = Counter(str(hit.day.year) for hit in hits if hit.day)
    named = Agency.objects.filter(pk__in=dict(agencies.most_common(MOST_AGENCIES)))
    every: dict[str, tuple[Any, list[tuple[Any, Any, int]]]] = {
        "loai": (_("Kind"), [(each, each.label, kinds[each]) for each in EntryKind]),
        "coquan": (_("Agency"), [(a.slug, a.short_name, agencies[a.pk]) for a in named]),
        "linhvuc": (_("Topic"), [(each.slug, each.name, about[each.pk]) for each in topics]),
        "cap": (_("Level"), [(each, each.label, levels[each]) for each in _LEVELS]),
        "tinhtrang": (_("Validity"), [(each, each.label, states[each]) for each in Validity]),
        # The language filter is offered only if the hits have several languages.
        "ngonngu": (
            _("Language"),
            [(each, each.label, tongues[each]) for each in Language if len(tongues) > 1],
        ),
        "nam": (_("Year"), [(y, y, years[y]) for y in sorted(years, reverse=True)[:MOST_YEARS]]),
    }
    facets = [
        Facet(
            name,
            str(label),
            chosen.get(name, ""),
            [FacetValue(str(value), str(told), n) for value, told, n in found if n],
        )
        for name, (label, found) in every.items()
    ]
    return [facet for facet in facets if facet.choices]
