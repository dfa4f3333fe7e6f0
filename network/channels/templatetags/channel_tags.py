"""In the frame of every page: the confirmed fakes that are still there."""

from django import template

from network.core.freshness.dependencies import depends_on

from ..cases.selectors import standing_warnings as found
from ..models import Case

register = template.Library()


@register.simple_tag
def standing_warnings() -> list[Case]:
    """Return them, the newest first; they name agencies."""
    cases = found()
    if cases:
        depends_on("agencies")
    return cases
