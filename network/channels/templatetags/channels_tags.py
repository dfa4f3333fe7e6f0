"""In templates of sections: the channels of their agency."""

from django import template

from network.agencies.models import Agency
from network.core.freshness.dependencies import depends_on

from ..public.listing import Listed, listed_now
from ..selectors import public_channels

register = template.Library()


@register.simple_tag
def channels_of(agency: Agency) -> list[Listed]:
    """Return what stands in the public register for an agency and has not ended."""
    listed = listed_now(list(public_channels().filter(agency=agency, ended_on=None)))
    depends_on("channels", *(["channels_safety"] if listed else []))
    return listed
