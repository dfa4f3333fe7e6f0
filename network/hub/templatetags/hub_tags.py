"""What the front page shows besides its own context."""

from django import template

from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept

from .. import selectors
from ..situations import selectors as selectors_of_situations
from ..situations.models import Situation

register = template.Library()


@register.simple_tag
def agency_kinds() -> list[selectors.KindCount]:
    """Return the kinds of agency that have a section, with their number; one query at most."""
    return kept(("agency kinds",), _agency_kinds)


@register.simple_tag
def situations() -> list[Situation]:
    """Return what people need, in its order; one query at most."""
    return selectors_of_situations.situations()


def _agency_kinds() -> list[selectors.KindCount]:
    depends_on("agencies")
    return selectors.agency_kinds()
