"""What the front page shows besides its own context."""

from django import template
from django.db.models import QuerySet

from legal_updates.models import Topic

from .. import selectors

register = template.Library()


@register.simple_tag
def agency_kinds() -> list[selectors.KindCount]:
    """Return the kinds of agency that have a section, with their number; one query."""
    return selectors.agency_kinds()


@register.simple_tag
def front_page_topics() -> QuerySet[Topic]:
    """Return the topics people ask for first, where an article is about them; one query."""
    return selectors.front_page_topics()
