"""Template tag for every public page: warnings of confirmed fakes that are still online."""

from django import template

from network.core.freshness.dependencies import depends_on

from ..cases.selectors import standing_warnings as found
from ..models import Case

register = template.Library()


@register.simple_tag
def standing_warnings() -> list[Case]:
    """Return the confirmed fakes that are still online, newest first. Adds the cache dependency on
    agencies' names."""
    cases = found()
    if cases:
        depends_on("agencies")
    return cases
