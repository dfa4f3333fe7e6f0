"""In the frame of every page: the confirmed fakes that are still there."""

from django import template

from ..cases.selectors import standing_warnings as found
from ..models import Case

register = template.Library()


@register.simple_tag
def standing_warnings() -> list[Case]:
    """Return them, the newest first."""
    return found()
