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


@register.filter
def needs_of(needs: list[Situation], agency: Agency) -> list[Situation]:
    """Return those for which an agency is named as the one to ask."""
    return [need for need in needs if agency.code in need.agency_codes]
