"""Published announcements that still lead to a page which is official no more."""

from html import unescape

from django.db.models import QuerySet
from wagtail.models import Page

from sites.models import ArticlePage

from ..addresses import keys_in
from ..models import ENDED_STATES, Announcement, Channel


def announcements_of(home: Page) -> frozenset[int]:
    """Return the keys of the texts of a section that announce a channel; one query."""
    rows = Announcement.objects.filter(page__path__startswith=home.path)
    return frozenset(rows.values_list("page_id", flat=True))


def announced_channel(page: ArticlePage) -> Channel | None:
    """Return the channel that `page` announces, None for any other text; one query."""
    found = Announcement.objects.filter(page=page.pk).select_related("channel").first()
    return found.channel if found else None


def leads_to_ended(page: ArticlePage, channel: Channel) -> bool:
    """Return whether a link of the text leads to a channel that ended."""
    if channel.ended_on is None:
        return False
    return not channel.address_keys.isdisjoint(keys_in(unescape(str(page.body))))


def misleading(channels: QuerySet[Channel]) -> list[tuple[ArticlePage, Channel]]:
    """Return the published announcements of those of `channels` that ended and are still named."""
    rows = Announcement.objects.filter(channel__in=channels.filter(state__in=ENDED_STATES))
    found = {row.page_id: row.channel for row in rows.select_related("channel__agency")}
    pages = ArticlePage.objects.filter(pk__in=found, live=True) if found else []
    pairs = [(page, found[page.pk]) for page in pages]
    return [pair for pair in pairs if leads_to_ended(*pair)]
