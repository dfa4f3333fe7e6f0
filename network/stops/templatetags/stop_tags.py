"""Template tag of the band that announces stops."""

from django import template
from django.utils import timezone

from ..models import PlannedStop
from ..selectors import stops_on_band

register = template.Library()


@register.simple_tag
def announced_stops() -> list[PlannedStop]:
    """Return the stops for the band. One query, kept until the day ends or a stop changes."""
    return list(stops_on_band(timezone.now()))
