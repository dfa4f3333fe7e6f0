"""What the front page shows besides its own context."""

from django import template

from legal_updates.models import Topic
from network.core.freshness.keeping import kept
from network.core.freshness.tags import shows

from .. import selectors

register = template.Library()


@register.simple_tag
def agency_kinds() -> list[selectors.KindCount]:
    """Return the kinds of agency that have a section, with their number; one query at most."""
    return kept(("agency kinds",), _agency_kinds)


@register.simple_tag
def front_page_topics() -> list[Topic]:
    """Return the topics people ask for first, where an article is about them; one query."""
    shows("topics")
    return list(selectors.front_page_topics())


def _agency_kinds() -> list[selectors.KindCount]:
    shows("sections", "agencies")
    return selectors.agency_kinds()
