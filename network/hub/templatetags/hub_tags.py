"""What the front page shows besides its own context."""

from django import template

from network.agencies.models import Agency

from ..situations import selectors as selectors_of_situations
from ..situations.models import Situation

register = template.Library()


@register.simple_tag
def situations() -> list[Situation]:
    """Return what people need, in its order; one query at most."""
    return selectors_of_situations.situations()


@register.simple_tag
def needs_of(agency: Agency) -> list[Situation]:
    """Return the needs for which an agency is named as the one to ask; one query at most."""
    return [
        need for need in selectors_of_situations.situations() if agency.code in need.agency_codes
    ]
