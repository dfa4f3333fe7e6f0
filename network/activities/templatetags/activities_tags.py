"""Template tags of the activities app."""

from django import template
from django.utils import timezone

from network.agencies.models import Agency
from network.core.freshness.dependencies import depends_on

from ..selectors import Speaker, speakers_for

register = template.Library()


@register.simple_tag
def speakers_of(agency: Agency) -> list[Speaker]:
    """Return one reporter for each language other than Vietnamese that people of the agency's place
    may invite. One query; declares the cache dependency."""
    depends_on("reporters")
    return speakers_for(agency, timezone.localdate())
