"""Template tags of the front page."""

from django import template

from network.agencies.models import Agency

from ..situations import selectors as selectors_of_situations
from ..situations.models import Situation

register = template.Library()


@register.simple_tag
def situations() -> list[Situation]:
    """Return the situations in order. At most one query."""
    return selectors_of_situations.situations()


@register.filter
def needs_of(needs: list[Situation], agency: Agency) -> list[Situation]:
    """Return the situations that name this agency as a contact."""
    return [need for need in needs if agency.code in need.agency_codes]
