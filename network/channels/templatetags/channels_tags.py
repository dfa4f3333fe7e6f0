"""Template tags of sections: the agency's channels, and the state of announced ones."""

from django import template
from django.db.models import F
from wagtail.models import Page

from network.agencies.models import Agency
from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept
from sites.dependencies import section_of
from sites.models import AgencyHomePage, ArticlePage

from ..models import Channel
from ..public.listing import Listed, listed_now
from ..register.announcements import announced_channel, announcements_of, leads_to_ended
from ..shared.lookups import public_channels

register = template.Library()


@register.simple_tag
def channels_of(agency: Agency) -> list[Listed]:
    """Return the agency's public channels, those that have ended last. Declares the cache
    dependencies."""
    depends_on("channels")
    channels = public_channels().filter(agency=agency)
    return listed_now(list(channels.order_by(F("ended_on").desc(nulls_first=True), "pk")))


@register.simple_tag
def former_channel(page: Page) -> Channel | None:
    """Return the channel that an article announces if it has ended and is still linked there; else
    None."""
    if not isinstance(page, ArticlePage) or page.pk not in _announcements(page.agency_home):
        return None
    depends_on("channels")
    channel = announced_channel(page)
    return channel if channel and leads_to_ended(page, channel) else None


def _announcements(home: AgencyHomePage) -> frozenset[int]:
    # Cached per section, because a section has few announcements among hundreds of articles.
    def found() -> frozenset[int]:
        depends_on(section_of(home.path))
        return announcements_of(home)

    return kept(("announcements", home.pk), found)
