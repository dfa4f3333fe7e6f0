"""The territories of former districts: which agencies work in one, and where a reorganisation
crossed its border.

Used by comparisons with a year before in reports, and with earlier findings in the matrix.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from .districts import DISTRICT_KINDS, district_in
from .lineage import Break, Cause, Lineage
from .models import Agency, Succession


def former_districts(lineage: Lineage | None = None) -> Callable[[Agency], str]:
    """Return a function that gives the former district(s) of an agency. Two queries.

    A district's own agency and its offices belong to it, so that what they reported is compared
    with what the communes of the same territory report today.
    """
    lineage = lineage or Lineage(timezone.localdate())
    areas: dict[int, set[str]] = defaultdict(set)
    for link in lineage.links:
        if link.predecessor_area:
            areas[link.successor_id].add(link.predecessor_area)
    districts = list(Agency.objects.filter(kind__in=DISTRICT_KINDS)) if areas else []
    of_district: dict[int | None, set[str]] = defaultdict(set)
    for area in {area for found in areas.values() for area in found}:
        if district := district_in(area, districts):
            of_district[district.pk].add(area)

    def group_of(agency: Agency) -> str:
        own = of_district.get(agency.pk) or of_district.get(agency.parent_id)
        return ", ".join(sorted(areas.get(agency.pk) or own or ())) or _("Not in a district")

    return group_of


def breaks_across(
    changes: Iterable[Succession], group_of: Callable[[Agency], str]
) -> dict[str, set[Break]]:
    """Return the territories with communes that were formed across the borders of former
    districts."""
    found: dict[str, set[Break]] = defaultdict(set)
    for link in changes:
        group = group_of(link.successor)
        if link.predecessor_area and group != link.predecessor_area:
            across = Break(Cause.SEVERAL_DISTRICTS, link.successor.name)
            found[group].add(across)
            found[link.predecessor_area].add(across)
    return dict(found)
