"""Template tag for every public page: warnings of confirmed fakes that are still online."""

from django import template

from network.agencies.models import Agency
from network.core.freshness.dependencies import depends_on

from ..cases.selectors import standing_warnings as found
from ..models import Case

register = template.Library()


@register.simple_tag
def standing_warnings(agency: Agency | None = None) -> list[Case]:
    """Return the confirmed fakes that are still online, newest first; with `agency` only its own.

    Adds the cache dependency on agencies' names.
    """
    cases = [case for case in found() if not agency or case.agency_id == agency.pk]
    if cases:
        depends_on("agencies")
    return cases
